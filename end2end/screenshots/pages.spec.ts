import { join, resolve } from 'node:path';
import { login, test } from '../tests/support';

const folder = process.env.SHURYO_SCREENSHOTS ?? resolve(__dirname, '../../target/screenshots');

/** Who sees what: one row a picture. A new page gets its row here. */
const pages: { name: string; path: string; user?: string }[] = [
  { name: 'login', path: '/login' },
  { name: 'register', path: '/register' },
  { name: 'verify', path: '/verify' },
  { name: 'my-page', path: '/', user: 'demo-member' },
  { name: 'training', path: '/training', user: 'demo-member' },
  { name: 'application', path: '/applications/new', user: 'demo-member' },
  { name: 'credits', path: '/credits', user: 'demo-member' },
  { name: 'history', path: '/history', user: 'demo-done' },
  { name: 'review', path: '/review', user: 'demo-reviewer' },
  { name: 'events', path: '/events', user: 'demo-organiser' },
  { name: 'admin', path: '/admin', user: 'demo-admin' },
];

for (const { name, path, user } of pages) {
  test(`${name} at the width of a desk and of a phone`, async ({ page }) => {
    if (user) await login(page, user);
    for (const [width, suffix] of [[1280, 'desk'], [375, 'phone']] as const) {
      await page.setViewportSize({ width, height: 800 });
      await page.goto(path);
      await page.screenshot({ path: join(folder, `${name}-${suffix}.png`), fullPage: true });
    }
  });
}
