// Every word that a learner reads in a lesson is spelt right: Russian by hunspell's dictionary and the words
// of mail that it lacks (words-ru.txt), English by codespell's list of slips.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";

const allowed = readFileSync("tests/scenarios/words-ru.txt", "utf8").split("\n").filter((word) => word && !word.startsWith("#"));

// {file, en, ru} of every text in two languages; what stands in backquotes is protocol, not language.
function* texts(file, value) {
  if (value === null || typeof value !== "object") return;
  if (typeof value.en === "string" && typeof value.ru === "string") {
    const plain = (text) => text.replace(/`[^`]*`/g, " ");
    yield { file, en: plain(value.en), ru: plain(value.ru) };
  }
  for (const inner of Object.values(value)) yield* texts(file, inner);
}

const all = readdirSync("scenarios", { recursive: true })
  .filter((name) => name.endsWith(".json") && name !== "schema.json")
  .flatMap((name) => [...texts(name, JSON.parse(readFileSync(join("scenarios", name), "utf8")))]);

const wordsIn = (text) => text.match(/[А-ЯЁа-яё]+/g) ?? [];

function unknownToHunspell(words) {
  const { stdout, status, error } = spawnSync("hunspell", ["-d", "ru_RU", "-i", "utf-8", "-l"],
    { input: words.join("\n"), encoding: "utf8", env: { ...process.env, LC_ALL: "C.UTF-8" } });
  assert.equal(status, 0, `hunspell does not run (tools/setup installs it): ${error ?? ""}`);
  return new Set(stdout.split("\n").filter(Boolean));
}

function slipsIn(text) {
  const { stdout, error } = spawnSync("codespell", ["-"], { input: text, encoding: "utf8" });
  assert.equal(error, undefined, "codespell does not run (tools/setup installs it)");
  return stdout.trim();
}

test("every Russian word of the lessons is in the dictionary or among the words of mail", () => {
  assert.ok(all.length > 1000, "the lessons' texts are found");
  const used = new Set(all.flatMap(({ ru }) => wordsIn(ru)));
  const unknown = unknownToHunspell([...used]);
  const wrong = all.flatMap(({ file, ru }) =>
    wordsIn(ru).filter((word) => unknown.has(word) && !allowed.includes(word.toLowerCase())).map((word) => `${file}: ${word}`));
  assert.deepEqual([...new Set(wrong)], [], "misspelt; or a word of mail for tests/scenarios/words-ru.txt");
  const idle = allowed.filter((word) => ![...used].some((one) => one.toLowerCase() === word));
  assert.deepEqual(idle, [], "words-ru.txt names words that no lesson uses");
});

test("no English text of the lessons has a known slip", () => {
  assert.equal(slipsIn(all.map(({ en }) => en).join("\n")), "");
});

test("the two programs do find a slip", () => {
  assert.ok(unknownToHunspell(["отправытель", "получатель"]).has("отправытель"));
  assert.match(slipsIn("The recieved mail"), /received/);
});
