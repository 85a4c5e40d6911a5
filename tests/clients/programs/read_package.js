// Reads every table of a Data Package with the rows that its foreign keys name, as JSON.
const path = require("path");

const [modules, descriptor] = process.argv.slice(2);
const { Package } = require(path.join(modules, "node_modules", "datapackage"));

async function readPackage() {
  const found = await Package.load(descriptor);
  const tables = {};
  for (const name of found.resourceNames) {
    tables[name] = await found.getResource(name).read({ keyed: true, relations: true });
  }
  return { valid: found.valid, errors: found.errors.map(String), tables };
}

readPackage().then(
  (answer) => process.stdout.write(JSON.stringify(answer)),
  (error) => {
    process.stderr.write([String(error), ...(error.errors || []).map(String)].join("\n") + "\n");
    process.exitCode = 1;
  }
);
