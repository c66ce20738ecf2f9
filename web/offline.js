// The page without a network, and its updates: registers the service worker, unless the page is in somebody's frame
// or came in a package for a learning system, which may open it in a window of its own.
import {packageIn} from './scorm.js';

export async function goOffline(tell) {
  if (!('serviceWorker' in navigator) || window.top !== window || packageIn(document)) return;
  const registration = await navigator.serviceWorker.register('sw.js').catch(() => null);
  if (!registration) return;
  // A newer worker waits until the learner wants it: nothing changes in the middle of a step.
  const offer = (worker) => tell(() => {
    navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), {once: true});
    worker.postMessage('take over');
  });
  if (registration.waiting && navigator.serviceWorker.controller) offer(registration.waiting);
  registration.addEventListener('updatefound', () => {
    const worker = registration.installing;
    worker?.addEventListener('statechange', () => {
      if (worker.state === 'installed' && navigator.serviceWorker.controller) offer(worker);
    });
  });
}
