// Writes src/generated/ from the documents of the API: npm run generate. With a folder as its argument it writes there.
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import openapiTS, { astToString } from "openapi-typescript";

const root = new URL("../../../", import.meta.url);
const folder = process.argv[2] ?? fileURLToPath(new URL("../src/generated", import.meta.url));

const documents = {
  rest: (text) => JSON.parse(text),
  // A JSON Schema becomes the components of a description without paths: one generator writes both.
  envelopes: (text) => ({
    openapi: "3.1.0",
    info: { title: "Postcard", version: "0" },
    paths: {},
    components: { schemas: JSON.parse(text.replaceAll('"#/$defs/', '"#/components/schemas/')).$defs },
  }),
};
const sources = { rest: "docs/api/openapi.json", envelopes: "transport/schema/envelopes.json" };

for (const [name, document] of Object.entries(documents)) {
  const text = await readFile(new URL(sources[name], root), "utf8");
  const types = astToString(await openapiTS(document(text)));
  await writeFile(join(folder, `${name}.ts`), `// Made by npm run generate from ${sources[name]}.\n${types}`);
}
