// What hands do on the picture: fingers that tap, drag and spread.
import {drawn, settled} from './page.mjs';

// One call for each state of the fingers: [] lifts them all.
export async function fingers(page) {
  const session = await page.context().newCDPSession(page);
  let before_count = 0;
  return async (...points) => {
    const type = points.length === 0 ? 'touchEnd' : points.length > before_count ? 'touchStart' : 'touchMove';
    before_count = points.length;
    await session.send('Input.dispatchTouchEvent', {type, touchPoints: points.map(([x, y], id) => ({x, y, id}))});
    await drawn(page);
  };
}

// Two fingers at a place, from one distance to another.
export async function pinch(page, [x, y], from, to) {
  const touch = await fingers(page);
  await touch([x - from / 2, y]);
  await touch([x - from / 2, y], [x + from / 2, y]);
  for (let i = 1; i <= 4; ++i) {
    const apart = from + (to - from) * i / 4;
    await touch([x - apart / 2, y], [x + apart / 2, y]);
  }
  await touch();
  await settled(page);
}

// One finger from here to there.
export async function drag(page, [x, y], [to_x, to_y]) {
  const touch = await fingers(page);
  for (let i = 0; i <= 4; ++i) await touch([x + (to_x - x) * i / 4, y + (to_y - y) * i / 4]);
  await touch();
  await settled(page);
}

export async function tap(page, x, y) {
  await page.touchscreen.tap(x, y);
  await settled(page);
}

export async function click(page, x, y) {
  await page.mouse.click(x, y);
  await settled(page);
}
