import { crawl } from './crawl';
import { pdf, png } from './files';
import { Doctor, Reviewer, ROTA } from './steps';
import { expect, login, test } from './support';

test.describe.configure({ timeout: 300_000 });

test('every page for who is not logged in', async ({ page }) => {
  const reached = await crawl(page, ['/login', '/register', '/verify', '/try?membership=none&registered=1.5&practical=II']);
  expect(reached).toEqual(expect.arrayContaining(['/login', '/register', '/password/forgot', '/verify', '/try', '/accessibility']));
});

/** Whose pages, and which of them must be among those that links lead to. */
const ROLES: [string, string[]][] = [
  ['demo-member', ['/training', '/applications/new', '/history', '/history?tab=certificates', '/credits', '/account', '/account/second-factor', '/account/agents', '/account/delete', '/password', '/verify', '/accessibility']],
  ['demo-guest', ['/training', '/applications/new', '/history', '/credits']],
  ['demo-done', ['/training', '/applications/new', '/history', '/credits']],
  ['demo-reviewer', ['/review', '/review?status=approved', '/password']],
  ['demo-organiser', ['/events', '/password']],
  ['demo-office', ['/admin', '/admin/registrations', '/admin/mail', '/account', '/password']],
  ['demo-admin', ['/admin', '/admin/registrations', '/admin/mail', '/account', '/password']],
];

for (const [user, expected] of ROLES) {
  test(`every page for ${user}`, async ({ page }) => {
    await login(page, user);
    const reached = await crawl(page, ['/']);
    expect(reached).toEqual(expect.arrayContaining(expected));
  });
}

test('every page of an application from the draft to the certificate', async ({ page, visitor }) => {
  const doctor = new Doctor(page);
  await doctor.logIn('demo-member');
  await doctor.openApplication();
  await doctor.enterItems([{ item: ROTA, proofs: [png('当番表.png'), pdf('出務表.pdf', 5)] }]);
  await doctor.addLecture({
    units: '0.5',
    codes: '12、73',
    title: '見本の研修会。とても長い名前であっても画面の幅からはみ出さない、という見本の研修会'.repeat(2),
    proofs: [pdf('空白のないとても長いファイルの名前はどこかで折り返されなければならない_2026-01-20_0001.pdf')],
  });
  const application = new URL(page.url()).pathname;
  const own = /^\/($|training|applications)/;
  const drafted = await crawl(page, ['/', `${application}/practical`, `${application}/lectures/new`, `${application}/check`], own);
  expect(drafted).toContain(application);

  await page.setViewportSize({ width: 1280, height: 800 });
  await page.goto(application);
  const number = await doctor.send();
  expect(await crawl(page, [application, '/history'], /^\/(applications|history)/)).toContain('/history');

  const reviewer = new Reviewer(await visitor());
  await reviewer.logIn('demo-reviewer');
  const reviewed = await crawl(reviewer.page, ['/review'], /^\/review($|\/)/);
  const review = reviewed.find((path) => /^\/review\/[^/?]+$/.test(path));
  expect(reviewed).toEqual(expect.arrayContaining(['approve', 'return', 'refuse'].map((kind) => `${review}?decide=${kind}`)));

  await reviewer.page.setViewportSize({ width: 1280, height: 800 });
  await reviewer.openCase(number);
  await reviewer.choose('差戻し');
  await reviewer.reason.fill('書類が不鮮明です。');
  await reviewer.page.getByLabel(`直してほしい点（${ROTA}）`, { exact: true }).fill('日付が読めません。');
  await reviewer.press('差戻し');
  await expect(reviewer.page.getByRole('main')).toContainText('差戻し（修正待ち）');
  expect(await crawl(page, ['/', `${application}/practical`, `${application}/check`], own)).toContain(application);
  await crawl(reviewer.page, [`${review}`], /^\/review\//);
});

test('what is not there says so, on a page like any other', async ({ page, guard }) => {
  guard.allow(/status of 404/);
  const doctor = new Doctor(page);
  for (const user of [undefined, 'demo-member']) {
    if (user) await login(page, user);
    for (const address of ['/nothing-here', '/certificates/nothing', '/applications/0123456789abcdef0123456789abcdef']) {
      const answer = await page.goto(address);
      if (new URL(page.url()).pathname === '/login') continue;
      expect(answer?.status(), address).toBe(404);
      await doctor.heading(/見つかりません/);
      await expect(page.getByRole('link', { name: /マイページへ/ })).toBeVisible();
    }
  }
});
