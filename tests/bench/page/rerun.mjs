// How long a lesson takes to run again in the page after a knob is turned: aim 100 ms, handshakes and all.
// What was seen before is kept by the program, so each round loads the page anew; the median of all turns counts.
//
//   node tests/bench/page/rerun.mjs
import {open, shown, start, stop} from '../../web/support/page.mjs';

await start();
for (const lesson of ['first-message', 'starttls-stripping', 'pop3-deletes']) {
  const first = [], again = [];
  for (let round = 0; round < 3; ++round) {
    const page = await open(`${lesson}/0/en`);
    for (const knob of (await shown(page)).knobs) {
      const initial = knob.values.find((value) => value.on);
      for (const value of knob.values.filter((other) => !other.on)) {
        first.push(await timed(page, value.argument));
        again.push(await timed(page, initial.argument));
      }
    }
    await page.context().close();
  }
  console.log(`${lesson.padEnd(20)} turned ${median(first).toFixed(0)} ms, turned back ${median(again).toFixed(0)} ms`);
}
await stop();

function timed(page, argument) {
  return page.evaluate((knob) => {
    const begin = performance.now();
    window.mailscope.act('knob', knob);
    window.mailscope.shown();
    return performance.now() - begin;
  }, argument);
}

function median(numbers) {
  return numbers.sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
}
