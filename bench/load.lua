-- Posts one body to the paths of a file in turn. Arguments: file of paths, file of the body,
-- the longest pause of a connection between two requests in ms (0: none).
local requests, number, pause = {}, 0, 0

function init(args)
   math.randomseed(1)
   local file = io.open(args[2], "rb")
   local body = file:read("*a")
   file:close()
   pause = tonumber(args[3])
   local headers = { ["Content-Type"] = "application/json" }
   for path in io.lines(args[1]) do
      requests[#requests + 1] = wrk.format("POST", path, headers, body)
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
