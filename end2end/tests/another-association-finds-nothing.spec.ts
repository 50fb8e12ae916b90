import { type APIRequestContext, type Page } from '@playwright/test';
import { pdf, png } from './files';
import { Doctor, Reviewer, ROTA } from './steps';
import { expect, login, test } from './support';

/** Shaped like an id of this program, and nobody's. */
const NOBODY = '0123456789abcdef0123456789abcdef';

/** The page without what is new in every answer: reference numbers and the nonce of its scripts. */
function bare(html: string): string {
  return html.replace(/参照番号：<span class="mono">[0-9A-Z]+/g, '参照番号').replace(/nonce="[^"]*"/g, 'nonce');
}

async function same(request: APIRequestContext, foreign: string, missing: string): Promise<void> {
  const [one, other] = [await request.get(foreign), await request.get(missing)];
  expect(one.status(), foreign).toBe(404);
  expect(other.status(), missing).toBe(404);
  const own = (html: string, path: string) => bare(html).replaceAll(path, 'PATH');
  expect(own(await one.text(), foreign), foreign).toBe(own(await other.text(), missing));
}

/** The addresses of everything that belongs to one submitted case. */
async function addresses(page: Page): Promise<{ review: string; image: string; document: string; sheet: string }> {
  const review = new URL(page.url()).pathname;
  const document = (name: string) =>
    page.getByRole('figure').filter({ hasText: name }).getByRole('link', { name: /^ファイルを開く/ }).getAttribute('href');
  const sheet = await page.getByRole('img', { name: /1ページ目$/ }).getAttribute('src');
  return {
    review,
    image: (await document('当番表.png')) ?? '',
    document: (await document('出務表.pdf')) ?? '',
    sheet: sheet ?? '',
  };
}

test('another association finds nothing, and nothing tells that it is there', async ({ page, visitor, guard }) => {
  guard.allow(/status of 404/);
  const doctor = new Doctor(page);
  await doctor.logIn('demo-member');
  await doctor.openApplication();
  await doctor.enterItems([{ item: ROTA, proofs: [png('当番表.png'), pdf('出務表.pdf')] }]);
  const number = await doctor.send();

  const own = new Reviewer(await visitor());
  await own.logIn('demo-reviewer');
  await own.openCase(number);
  const { review, image, document, sheet } = await addresses(own.page);
  for (const address of [review, image, document, sheet]) {
    expect((await own.page.request.get(address)).status(), address).toBe(200);
  }

  const done = await visitor();
  await login(done, 'demo-done');
  await done.goto('/history?tab=certificates');
  const certificate = (await done.getByRole('link', { name: '修了証', exact: true }).getAttribute('href')) ?? '';
  expect((await done.request.get(certificate)).status()).toBe(200);

  const stranger = new Reviewer(await visitor());
  await stranger.logIn('demo-other');
  await stranger.page.goto('/review');
  await stranger.heading('審査');
  const filters = stranger.page.getByRole('navigation', { name: '状態で絞り込む' }).getByRole('link');
  for (const filter of await filters.allInnerTexts()) {
    await stranger.follow(filter);
    await expect(stranger.page.getByText(/申請はありません$/)).toBeVisible();
    await expect(stranger.page.getByRole('table')).toHaveCount(0);
    await stranger.look();
  }

  const { request } = stranger.page;
  await same(request, review, `/review/${NOBODY}`);
  await same(request, `${review}?decide=approve`, `/review/${NOBODY}?decide=approve`);
  await same(request, image, `/documents/${NOBODY}`);
  await same(request, document, `/documents/${NOBODY}`);
  await same(request, sheet, `/documents/${NOBODY}/pages/1`);
  await same(request, certificate, certificate.replace(/\d(?=\d*$)/g, '9'));

  // A forged decision answers alike too, and decides nothing.
  const forged = { version: '1', decide: 'refuse', reason: 'よその医師会からの操作' };
  const refused = await request.post(`${review}/decide`, { form: forged });
  const nothing = await request.post(`/review/${NOBODY}/decide`, { form: forged });
  expect([refused.status(), nothing.status()]).toEqual([404, 404]);
  expect(bare(await refused.text()).replaceAll(review, '')).toBe(bare(await nothing.text()).replaceAll(`/review/${NOBODY}`, ''));
  await own.openCase(number);
  await expect(own.page.getByRole('main')).toContainText('申請済み（受付待ち）');

  await stranger.page.goto(review);
  await stranger.heading(/見つかりません/);
});
