// The program from outside: exit codes, and the sentences with which it refuses.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { closeSync, ftruncateSync, mkdtempSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";

const program = join(process.env.MAILSCOPE_BUILD_DIR ?? "build/native", "mailscope");
const lesson = "scenarios/relays-and-abuse/open-relay.json";
const folder = mkdtempSync(join(tmpdir(), "mailscope-cli-"));

function run(...words) {
  const { status, stdout, stderr } = spawnSync(program, words, { encoding: "utf8", maxBuffer: 1 << 26, timeout: 60_000 });
  return { status, stdout, stderr };
}

function file(name, text) {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

test("run prints the dialogue, and a knob changes it", () => {
  const open = run("run", lesson);
  assert.equal(open.status, 0, open.stderr);
  assert.match(open.stdout, /C: RCPT TO:<vera@example\.com>\n[^]*S: 250 2\.1\.5/);
  const closed = run("run", lesson, "--knob", "relay=closed");
  assert.equal(closed.status, 0);
  assert.match(closed.stdout, /S: 550 5\.7\.1/);
});

test("run --json prints a record a line; --digest is the same every time", () => {
  const lines = run("run", lesson, "--json").stdout.trim().split("\n").map((line) => JSON.parse(line));
  assert.ok(lines.length > 100);
  const digest = run("run", lesson, "--digest");
  assert.match(digest.stdout, /^[0-9a-f]{64}  open-relay/);
  assert.equal(run("run", lesson, "--digest").stdout, digest.stdout);
});

test("an unknown knob or position is bad input with a mend", () => {
  const knob = run("run", lesson, "--knob", "rely=open");
  assert.equal(knob.status, 2);
  assert.match(knob.stderr, /there is no knob "rely"; write "relay"/);
  const position = run("run", lesson, "--knob", "relay=clsed");
  assert.equal(position.status, 2);
  assert.match(position.stderr, /has no position "clsed"; write "closed"/);
  assert.equal(run("run", lesson, "--knob", "relay").status, 2);
});

test("check ends with a count and exits 0; a failed expectation exits 1 and says what happened instead", () => {
  const well = run("check", lesson);
  assert.equal(well.status, 0, well.stdout);
  assert.match(well.stdout, /^1 lesson in 4 runs: \d+ expectations, 0 failures\n$/);
  const wrong = JSON.parse(readFileSync(lesson, "utf8"));
  wrong.expectations.push({ never: { refused: { with: "550*" } } });
  wrong.expectations.push({ eventually: { delivered: { to: "nobody@example.com" } } });
  const broken = run("check", file("open-relay.json", JSON.stringify(wrong)));
  assert.equal(broken.status, 1);
  assert.match(broken.stdout, /never refused with "550\*": but it is, at step \d+ \(0\.\d+ s\)/);
  assert.match(broken.stdout, /eventually delivered to nobody@example\.com: any mail: it never is\. no server took a mail/);
});

test("a story line or question that finds no place fails the check", () => {
  const wrong = JSON.parse(readFileSync(lesson, "utf8"));
  wrong.story[0].at = { kind: "said", text: "NEVER SAID" };
  const broken = run("check", file("open-relay.json", JSON.stringify(wrong)));
  assert.equal(broken.status, 1);
  assert.match(broken.stdout, /the story's line "call" matches nothing in this run/);
});

test("a knob that changes nothing fails the check", () => {
  const wrong = JSON.parse(readFileSync(lesson, "utf8"));
  wrong.knobs.idle = structuredClone(wrong.knobs.relay);
  for (const position of Object.values(wrong.knobs.idle.positions)) delete position.effect;
  const broken = run("check", file("open-relay.json", JSON.stringify(wrong)));
  assert.equal(broken.status, 1);
  assert.match(broken.stdout, /the knob "idle" changes nothing: in position/);
});

test("a fault in a file is one sentence with its place, and exit 2", () => {
  const text = readFileSync(lesson, "utf8").replace('"address": "198.51.100.66"', '"adress": "198.51.100.66"');
  const path = file("open-relay.json", text);
  const bad = run("check", path);
  assert.equal(bad.status, 2);
  assert.match(bad.stderr, /open-relay\.json:\d+:\d+: a host has no key "adress"; write "address"\n/);
  assert.doesNotMatch(bad.stderr, /lacks/, "what is misspelt is not missed as well");
  assert.equal(run("run", path).status, 2);
});

test("a file of 100 MB is refused by its size, unread", () => {
  const path = join(folder, "huge.json");
  const handle = openSync(path, "w");
  ftruncateSync(handle, 100_000_000);
  closeSync(handle);
  const { status, stderr } = run("check", path);
  assert.equal(status, 2);
  assert.match(stderr, /huge\.json:1:1: the file has 100000000 octets; 1000000 is the most; /);
});

test("no such file, a folder without scenarios, a name that is not the id", () => {
  assert.match(run("run", "nowhere.json").stderr, /nowhere\.json:1:1: there is no such file; /);
  assert.equal(run("run", "nowhere.json").status, 2);
  assert.equal(run("check", "docs").status, 2);
  const other = run("check", file("other.json", readFileSync(lesson, "utf8")));
  assert.equal(other.status, 2);
  assert.match(other.stderr, /the id is "open-relay" and the file is called "other"; /);
});

test("list names every lesson of the catalogue in its order; --json is JSON in two languages", () => {
  const { status, stdout } = run("list", "--json");
  assert.equal(status, 0);
  const lessons = JSON.parse(stdout);
  const index = JSON.parse(readFileSync("scenarios/index.json", "utf8"));
  assert.deepEqual(lessons.map(({ id }) => id), index.chapters.flatMap(({ lessons: ids }) => ids));
  for (const { title } of lessons) assert.match(title.ru, /[а-яё]/i);
  assert.match(run("list").stdout, /--knob relay=open\|closed/);
});

test("help is there for everything; a wrong command line is bad input", () => {
  for (const words of [["--help"], ["run", "--help"], ["check", "--help"], ["list", "--help"], ["schema", "--help"]]) {
    const { status, stdout } = run(...words);
    assert.equal(status, 0);
    assert.ok(stdout.length > 80, words.join(" "));
  }
  assert.equal(run().status, 2);
  assert.equal(run("fly").status, 2);
  assert.equal(run("run").status, 2);
  assert.equal(run("run", lesson, "--fast").status, 2);
});

test("why takes a recorded run, too, and says the same of it", () => {
  const asked = run("why", lesson, "--knob", "relay=closed");
  assert.match(asked.stdout, /550 5\.7\.1/);
  const trace = file("closed.jsonl", run("run", lesson, "--knob", "relay=closed", "--json").stdout);
  assert.deepEqual(run("why", trace), asked);
  const knob = run("why", trace, "--knob", "relay=open");
  assert.equal(knob.status, 2);
  assert.match(knob.stderr, /a recorded run has no knobs; leave --knob out/);
});
