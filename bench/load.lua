-- Posts to the paths of a file in turn, and the bodies of another (one a line) in turn. Arguments:
-- file of paths, file of bodies, the longest pause of a connection between two requests in ms
-- (0: none).
local requests, number, pause = {}, 0, 0

local function lines(name)
   local found = {}
   for line in io.lines(name) do
      found[#found + 1] = line
   end
   return found
end

function init(args)
   math.randomseed(1)
   pause = tonumber(args[3])
   local headers = { ["Content-Type"] = "application/json" }
   local paths, bodies = lines(args[1]), lines(args[2])
   for i = 1, math.max(#paths, #bodies) do
      local path, body = paths[(i - 1) % #paths + 1], bodies[(i - 1) % #bodies + 1]
      requests[i] = wrk.format("POST", path, headers, body)
   end
end

function request()
   number = number % #requests + 1
   return requests[number]
end

function delay()
   if pause == 0 then return 0 end
   return math.random(0, pause)
end

function done(summary, latency, _)
   local e = summary.errors
   io.write(string.format('RESULT {"requests":%d,"us":%d,"bad":%d,"p50":%d,"p99":%d}\n',
      summary.requests, summary.duration, e.connect + e.read + e.write + e.status + e.timeout,
      latency:percentile(50), latency:percentile(99)))
end
