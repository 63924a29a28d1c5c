// Writes dist/index.js, one file that imports nothing. esbuild is called by its interface for programs: npm links no
// command of a package whose scripts are denied.
import { build } from "esbuild";

await build({
  entryPoints: ["src/index.ts"],
  outfile: "dist/index.js",
  bundle: true,
  format: "esm",
  platform: "neutral",
  target: "es2022",
});
