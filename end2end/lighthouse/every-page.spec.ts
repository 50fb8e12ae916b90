import { type Page } from '@playwright/test';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { png } from '../tests/files';
import { Doctor, Reviewer, ROTA } from '../tests/steps';
import { expect, login, test } from '../tests/support';
import { HEAD, line, measure, RUNS, type Measured, type Visit } from './measure';

/** GET routes without a page of their own: files, pictures, marks of life, pieces of a file on its way. */
const NO_PAGES = [
  '/healthz',
  '/readyz',
  '/pkg/{*path}',
  '/applications/{id}/uploads/{upload}',
  '/applications/{id}/receipt',
  '/documents/{id}',
  '/documents/{id}/pages/{number}',
  '/certificates/{number}',
];

test('every page is accessible, keeps to best practice and is quick', async ({ page, visitor, server }) => {
  const visits = await everywhere(page, visitor);
  const routes = new Set(visits.map(({ route }) => route));
  expect([...routes].sort(), 'every page of server/src/policy.rs is measured').toEqual(await pages());

  console.log(`\nLighthouse, slow 4G, 4 × CPU, median of ${RUNS}\n${HEAD}`);
  const all: Measured[] = [];
  for (const visit of visits) {
    const measured = await measure(server.url, visit);
    console.log(line(measured));
    all.push(measured);
  }
  const below = all.flatMap(({ visit, below }) => below.map((what) => `${visit.path}: ${what}`));
  expect(below, 'what lies below the floors').toEqual([]);
});

/** The routes that show a page, as the table of who may call what names them. */
async function pages(): Promise<string[]> {
  const table = await readFile(resolve(__dirname, '../../server/src/policy.rs'), 'utf8');
  const routes = [...table.matchAll(/\(\s*Method::GET,\s*"([^"]+)"/g)].map(([, route]) => route ?? '');
  return routes.filter((route) => !NO_PAGES.includes(route)).sort();
}

/** Makes something to look at for everybody who looks, and says where it is. */
async function everywhere(page: Page, visitor: () => Promise<Page>): Promise<Visit[]> {
  const member = await asMember(page);
  const sent = await asSender(await visitor());
  return [
    ...['/login', '/register', '/try', '/verify'].map((path) => ({ route: path, path, found: true })),
    { route: '/verify/{code}', path: `/verify/${'0'.repeat(32)}`, found: true },
    { route: '/outbox', path: '/outbox' },
    ...member,
    ...sent.visits,
    ...(await asGuest(await visitor())),
    ...(await asReviewer(await visitor(), sent.number)),
    ...(await asStaff(await visitor(), 'demo-organiser', ['/events'])),
    ...(await asStaff(await visitor(), 'demo-office', ['/admin', '/admin/mail'])),
  ];
}

async function cookieOf(page: Page): Promise<string> {
  const cookies = await page.context().cookies();
  return cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
}

/** A draft with everything in it, and a phone that may send for it. */
async function asMember(page: Page): Promise<Visit[]> {
  const doctor = new Doctor(page);
  await doctor.logIn('demo-member');
  await doctor.openApplication();
  await doctor.enterItems([{ item: ROTA, proofs: [png('当番表.png')] }]);
  await doctor.addLecture({ units: '0.5', codes: '12', title: '見本の研修会', proofs: [png('参加証.png', 0x90)] });
  const application = new URL(page.url()).pathname;
  const lecture = await hrefOf(page, 'a[href*="/lectures/"]:not([href*="/lectures/new"])');
  await page.goto(`${application}/practical`);
  const camera = await hrefOf(page, 'a[href*="/camera?claim="]');
  await page.goto(camera);
  await page.getByRole('button', { name: /QRコードを表示する$/ }).click();
  const phone = new URL(await page.locator('.camera-address').innerText()).pathname;
  const cookie = await cookieOf(page);
  const own = (route: string, path = route, what?: string) => ({ route, path, what, cookie });
  const id = '/applications/{id}';
  return [
    own('/'),
    own('/password'),
    own('/training'),
    own('/history'),
    own('/history', '/history?tab=certificates', 'certificates'),
    own('/credits'),
    own('/my-data'),
    own(id, application, 'draft'),
    own(`${id}/practical`, `${application}/practical`),
    own(`${id}/lectures/new`, `${application}/lectures/new`),
    own(`${id}/lectures/{lecture}`, lecture),
    own(`${id}/check`, `${application}/check`),
    own(`${id}/camera`, camera),
    { route: '/camera/{token}', path: phone },
  ];
}

async function hrefOf(page: Page, selector: string): Promise<string> {
  return (await page.locator(selector).first().getAttribute('href')) ?? '';
}

async function asSender(page: Page): Promise<{ visits: Visit[]; number: string }> {
  const doctor = new Doctor(page);
  await doctor.logIn('demo-district');
  await doctor.openApplication();
  await doctor.enterItems([{ item: ROTA, proofs: [png('当番表.png', 0xa0)] }]);
  const number = await doctor.send();
  const path = new URL(page.url()).pathname;
  return { visits: [{ route: '/applications/{id}', path, what: 'sent', cookie: await cookieOf(page) }], number };
}

async function asGuest(page: Page): Promise<Visit[]> {
  await login(page, 'demo-guest');
  return [{ route: '/applications/new', path: '/applications/new', cookie: await cookieOf(page) }];
}

async function asReviewer(page: Page, number: string): Promise<Visit[]> {
  const reviewer = new Reviewer(page);
  await reviewer.logIn('demo-reviewer');
  await reviewer.openCase(number);
  const { pathname } = new URL(page.url());
  const cookie = await cookieOf(page);
  return [
    { route: '/review', path: '/review', cookie },
    { route: '/review/{id}', path: pathname, cookie },
    { route: '/review/{id}', path: `${pathname}?decide=return`, what: 'returning', cookie },
  ];
}

async function asStaff(page: Page, user: string, paths: string[]): Promise<Visit[]> {
  await login(page, user);
  const cookie = await cookieOf(page);
  return paths.map((path) => ({ route: path, path, cookie }));
}
