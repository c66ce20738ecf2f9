// A `mailscope serve` of a test's own: started on free ports, stopped by its id, its trace read.
//
//   const visit = await serve(['--speed', '10'], {scenario: 'tests/clients/office.json'});
//   visit.port('mail', 'imaps'); visit.ca; visit.account('alice@example.org');
//   const {records, status} = await visit.stop();
import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

export const top = path.resolve(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname), '../../..');
export const program = path.join(path.resolve(top, process.env.MAILSCOPE_BUILD_DIR ?? 'build/native'), 'mailscope');
const office = 'tests/clients/office.json';

export function temporary_folder() {
  return fs.mkdtempSync(path.join(os.tmpdir(), 'mailscope-clients-'));
}

export async function serve(options = [], {scenario = office} = {}) {
  const folder = temporary_folder();
  const trace_file = path.join(folder, 'trace.jsonl');
  const child = spawn(program, ['serve', scenario, '--json', '--trace', trace_file, ...options],
                      {cwd: top, stdio: ['ignore', 'pipe', 'pipe']});
  const ended = new Promise((resolve) => child.on('close', (status, signal) => resolve({status, signal})));
  let errors = '';
  child.stderr.on('data', (data) => errors += data);
  const table = await first_line(child, () => errors);
  return {
    folder, table, child,
    ca: table.ca,
    errors: () => errors,
    // Waits until it has said so to its operator: that pipe and the trace's file race each other.
    async told(pattern) {
      for (const deadline = Date.now() + 10_000; !pattern.test(errors) && Date.now() < deadline;) await new Promise((resolve) => setTimeout(resolve, 20));
      assert.match(errors, pattern);
    },
    port(host, service) {
      const found = table.services.find((each) => each.host === host && each.service === service);
      assert.ok(found, `${host} has no ${service}`);
      return found.port;
    },
    account: (address) => table.accounts.find((each) => each.address === address),
    records: () => records_of(trace_file),
    // The first record of this kind that is wanted; waits until there is one.
    async record(kind, is_wanted = () => true) {
      const deadline = Date.now() + 10_000;
      for (;;) {
        const found = records_of(trace_file).find((record) => record.kind === kind && is_wanted(record.data, record));
        if (found) return found;
        assert.ok(Date.now() < deadline, `no ${kind} as wanted came\n${errors}`);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
    // What it has in its data.
    async until(kind, is_wanted) {
      return (await this.record(kind, is_wanted)).data;
    },
    async stop(signal = 'SIGINT') {
      if (child.exitCode === null) child.kill(signal);
      const {status} = await ended;
      const records = records_of(trace_file);
      fs.rmSync(folder, {recursive: true, force: true});
      return {status, errors, records};
    },
  };
}

// Starts one for each test of a file and stops it afterwards, whatever came of the test.
export function with_visit(options, body) {
  return async (t) => {
    const visit = await serve(options);
    try {
      await body(visit, t);
    } finally {
      await visit.stop();
    }
  };
}

async function first_line(child, errors) {
  let text = '';
  for await (const data of child.stdout) {
    text += data;
    if (text.includes('\n')) return JSON.parse(text.slice(0, text.indexOf('\n')));
  }
  throw new Error(`serve ended before its doors were open: ${errors()}`);
}

function records_of(file) {
  const lines = fs.readFileSync(file, 'utf8').split('\n');
  return lines.slice(1, -1).map((line) => JSON.parse(line));
}

// Runs a program to its end. `input` is what it reads.
export function run(file, words, {input = '', env = {}, timeout_ms = 20_000, cwd} = {}) {
  return new Promise((resolve) => {
    const child = spawn(file, words, {cwd, env: {...process.env, LC_ALL: 'C', ...env}, stdio: ['pipe', 'pipe', 'pipe']});
    let stdout = '', stderr = '';
    const timer = setTimeout(() => { stderr += `\n(stopped after ${timeout_ms} ms)`; child.kill('SIGKILL'); }, timeout_ms);
    child.stdout.on('data', (data) => stdout += data);
    child.stderr.on('data', (data) => stderr += data);
    child.stdin.on('error', () => {});
    child.on('error', (error) => { clearTimeout(timer); resolve({status: 127, stdout, stderr: String(error)}); });
    child.on('close', (status) => { clearTimeout(timer); resolve({status, stdout, stderr, all: stdout + stderr}); });
    child.stdin.end(input);
  });
}

export const mail_text = (subject, {from = 'alice@example.org', to = 'bob@example.org', body = 'Hello.'} = {}) =>
  `From: ${from}\r\nTo: ${to}\r\nSubject: ${subject}\r\nDate: Mon, 2 Mar 2026 09:00:00 +0000\r\nMessage-ID: <${subject.replace(/\W/g, '')}@test.example>\r\n\r\n${body}\r\n`;
