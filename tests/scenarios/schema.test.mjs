// scenarios/schema.json and the loader speak the same language: both take every lesson, and both refuse
// every mutation of shape. What only the loader can see (names that mean nothing) is checked elsewhere.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import test from "node:test";
import Ajv2020 from "ajv/dist/2020.js";

const program = join(process.env.MAILSCOPE_BUILD_DIR ?? "build/native", "mailscope");
const schemaText = readFileSync("scenarios/schema.json", "utf8");
const validate = new Ajv2020({ strict: false, allErrors: false }).compile(JSON.parse(schemaText));

const lessons = readdirSync("scenarios", { recursive: true })
  .filter((name) => name.endsWith(".json") && name.includes("/"))
  .map((name) => join("scenarios", name));

function run(...words) {
  return spawnSync(program, words, { encoding: "utf8", maxBuffer: 1 << 26 });
}

// The loader's complaints about each of these texts, all in one folder and one call.
function complaints(texts) {
  const folder = mkdtempSync(join(tmpdir(), "mailscope-schema-"));
  try {
    texts.forEach((text, i) => writeFileSync(join(folder, `case-${i}.json`), text));
    const { stderr } = run("list", folder);
    const found = texts.map(() => []);
    for (const line of stderr.split("\n")) {
      const match = /case-(\d+)\.json:(.*)$/.exec(line);
      if (match && !match[2].includes("the file is called")) found[Number(match[1])].push(match[2]);
    }
    return found;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test("the schema in the tree is what the program prints", () => {
  assert.equal(run("schema").stdout, schemaText);
});

test("every lesson is right by the schema", () => {
  assert.ok(lessons.length >= 4);
  for (const path of lessons) {
    assert.ok(validate(JSON.parse(readFileSync(path, "utf8"))), `${path}: ${JSON.stringify(validate.errors)}`);
  }
});

// Every place of a lesson, each broken in several ways.
function* places(value, path = []) {
  yield path;
  if (Array.isArray(value)) for (const i of value.keys()) yield* places(value[i], [...path, i]);
  else if (value !== null && typeof value === "object")
    for (const key of Object.keys(value)) yield* places(value[key], [...path, key]);
}

function changed(root, path, change) {
  const copy = structuredClone(root);
  let parent = copy;
  for (const key of path.slice(0, -1)) parent = parent[key];
  change(parent, path.at(-1));
  return copy;
}

const changes = {
  "the wrong kind": (parent, key) => {
    parent[key] = typeof parent[key] === "string" ? 17 : "seventeen !";
  },
  "null": (parent, key) => { parent[key] = null; },
  "an unknown key": (parent, key) => {
    if (parent[key] !== null && typeof parent[key] === "object" && !Array.isArray(parent[key])) {
      parent[key]["An Unknown Key"] = 1;
    } else parent[key] = { "An Unknown Key": 1 };
  },
  "a key renamed": (parent, key) => {
    if (Array.isArray(parent)) parent[key] = false;
    else {
      parent[`${key} X`] = parent[key];
      delete parent[key];
    }
  },
  "nothing there": (parent, key) => {
    if (Array.isArray(parent)) parent.splice(0);
    else delete parent[key];
  },
};

// What a place is, whichever lesson it stands in: a number for an index, a star for a name that the author chose.
const named = new Set(["hosts", "accounts", "aliases", "zones", "services", "rules", "knobs", "positions", "when", "cuts"]);
const shapeOf = (place) => place.map((key, i) => (typeof key === "number" ? "#" : named.has(place[i - 1]) ? "*" : key)).join("/");

// Each change at each kind of place, twice at most over all lessons: more of the same proves no more.
const timesMax = 2;
const times = new Map();
function casesOf(lesson) {
  const cases = [];
  for (const place of places(lesson)) {
    if (place.length === 0) continue;
    for (const [name, change] of Object.entries(changes)) {
      const kind = `${shapeOf(place)}: ${name}`;
      const count = times.get(kind) ?? 0;
      if (count >= timesMax) continue;
      times.set(kind, count + 1);
      cases.push({ place, name, value: changed(lesson, place, change) });
    }
  }
  return cases;
}

test("schema and loader refuse the same mutations of the lessons", () => {
  let refusedByBoth = 0;
  // The short ones first: what stands in one of them is not tried in a long one again.
  for (const path of [...lessons].sort((a, b) => statSync(a).size - statSync(b).size)) {
    const cases = casesOf(JSON.parse(readFileSync(path, "utf8")));
    const found = complaints(cases.map(({ value }) => JSON.stringify(value)));
    cases.forEach(({ place, name, value }, i) => {
      const where = `${path} ${place.join("/")}: ${name}`;
      if (!validate(value)) {
        assert.ok(found[i].length > 0, `the schema refuses and the loader takes it: ${where}: ${JSON.stringify(validate.errors)}`);
        ++refusedByBoth;
        return;
      }
      // The shape is right by the schema, so the loader may only complain of what things mean.
      for (const complaint of found[i]) {
        assert.doesNotMatch(complaint, / has no key | must be /, `only the loader refuses the shape: ${where}: ${complaint}`);
      }
    });
  }
  assert.ok(refusedByBoth > 1000, `too few mutations to prove anything: ${refusedByBoth}`);
});
