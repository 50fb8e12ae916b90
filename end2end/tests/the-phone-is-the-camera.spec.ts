import type { Locator, Page } from '@playwright/test';
import { pdf, png, textNamedPdf } from './files';
import { Doctor, ROTA } from './steps';
import { expect, expectAccessible, test } from './support';

const LABEL = 'スマートフォンで撮影して送る';

/** The form stands open while the phone works, and without scripts nothing uses the island that it has preloaded. */
const UNUSED = /preloaded using link preload but not used/;

/** The page beside the form, which opens in a tab of its own so that the form stays as it is. */
class Desk {
  private constructor(readonly page: Page) {}

  static async open(form: Page, field: string): Promise<Desk> {
    const link = form.getByRole('link').filter({ hasText: `${LABEL}：${field}` });
    const [page] = await Promise.all([form.context().waitForEvent('page'), link.click()]);
    await expect(page.getByRole('heading', { level: 1, name: LABEL, exact: true })).toBeVisible();
    return new Desk(page);
  }

  /** Shows a QR code; gives back the address in it, as it stands beside it. */
  async address(): Promise<string> {
    await this.page.getByRole('button', { name: /QRコードを表示する$/ }).click();
    await expect(this.page.getByRole('img', { name: 'スマートフォンで読み取るQRコード', exact: true })).toBeVisible();
    await expect(this.page.getByRole('main')).toContainText('10分間だけ使えます');
    return this.page.locator('.camera-address').innerText();
  }

  file(name: string): Locator {
    return this.page.getByRole('link', { name, exact: true });
  }

  async end(): Promise<void> {
    await this.page.getByRole('button', { name: '終了する', exact: true }).click();
    await expect(this.page.getByRole('main')).toContainText('終了しました');
  }
}

/** A phone that has never been here. */
class Phone {
  constructor(readonly page: Page) {}

  async open(address: string): Promise<void> {
    await this.page.setViewportSize({ width: 375, height: 740 });
    const answer = await this.page.goto(address);
    expect(answer?.status()).toBe(200);
    expect(answer?.headers()['x-robots-tag']).toBe('noindex, nofollow');
    expect(answer?.headers()['referrer-policy']).toBe('same-origin');
    await expect(this.page.getByRole('heading', { level: 1, name: '証明書を送る', exact: true })).toBeVisible();
  }

  get camera(): Locator {
    return this.page.getByLabel('カメラで撮影する', { exact: true });
  }

  get files(): Locator {
    return this.page.getByLabel('写真やPDFを選ぶ', { exact: true });
  }

  async send(): Promise<void> {
    await this.page.getByRole('button', { name: '送る', exact: true }).click();
  }

  async expectArrived(count: number): Promise<void> {
    await expect(this.page.getByRole('status')).toContainText(`届きました（これまでに${count}個）`);
  }

  async expectOver(): Promise<void> {
    await expect(this.page.getByRole('heading', { level: 1, name: 'このページは使えません', exact: true })).toBeVisible();
    await expect(this.page.getByLabel('写真やPDFを選ぶ')).toHaveCount(0);
  }
}

async function expectNarrow(page: Page): Promise<void> {
  const before = page.viewportSize() ?? { width: 1280, height: 720 };
  await page.setViewportSize({ width: 320, height: 700 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth), page.url()).toBeLessThanOrEqual(320);
  await page.setViewportSize(before);
}

/** Without scripts axe cannot look. */
async function look(page: Page, scripts: boolean): Promise<void> {
  if (!scripts) return;
  await expectAccessible(page);
  await expectNarrow(page);
}

test('a phone photographs the proof of an item for the form on the PC', async ({ page, visitor, guard, server, scripts }) => {
  guard.allow(/status of (410|422)/);
  if (!scripts) guard.allow(UNUSED);
  const doctor = new Doctor(page, scripts);
  await doctor.logIn('demo-member');
  const name = (await page.locator('.site-header__who').innerText()).replace(/ さん$/, '');
  await doctor.openApplication();
  await doctor.openPractical();
  await page.getByRole('radio', { name: 'Ⅰ都道府県・郡市区医師会が認めた研修等', exact: true }).check();
  await page.getByRole('checkbox', { name: ROTA, exact: true }).check();

  const desk = await Desk.open(page, `証明書（${ROTA}）`);
  await look(desk.page, scripts);
  const address = await desk.address();
  expect(address).toMatch(new RegExp(`^${server.url}/camera/[0-9a-f]{32}$`));
  await look(desk.page, scripts);

  const phone = new Phone(await visitor());
  await phone.open(address);
  await expect(phone.page.getByRole('main')).toContainText(ROTA);
  await expect(phone.page.locator('body')).not.toContainText(name);
  await look(phone.page, scripts);
  await phone.files.setInputFiles([png('当番表.png'), pdf('出務表.pdf', 2)]);
  await phone.send();
  await phone.expectArrived(2);
  await look(phone.page, scripts);
  await phone.camera.setInputFiles(png('撮影.png', 0x90));
  await phone.send();
  await phone.expectArrived(3);
  // What the phone has sent it cannot see again.
  await expect(phone.page.locator('body')).not.toContainText('当番表.png');
  await phone.files.setInputFiles([textNamedPdf('文章.pdf')]);
  await phone.send();
  await expect(phone.page.getByRole('alert')).toContainText('「文章.pdf」は届いていません');
  await look(phone.page, scripts);

  // The page beside the form shows them, by itself or when it is loaded again.
  if (!scripts) await desk.page.getByRole('link', { name: '届いたか確かめる', exact: true }).click();
  for (const file of ['当番表.png', '出務表.pdf', '撮影.png']) await expect(desk.file(file)).toBeVisible();
  await look(desk.page, scripts);

  // The form was never left.
  if (scripts) {
    await page.bringToFront();
    await page.evaluate(() => window.dispatchEvent(new Event('focus')));
    await expect(page.getByRole('link', { name: '当番表.png', exact: true })).toBeVisible();
    await expect(page.getByRole('link', { name: '撮影.png', exact: true })).toHaveCount(1);
  }
  await doctor.register();
  await doctor.expectTotal('座学 6.5 + 実地 5.0 = 合計 11.5 / 10.0');
  await doctor.expectReady();

  await desk.end();
  await look(desk.page, scripts);
  await phone.files.setInputFiles([png('遅れた.png')]);
  await phone.send();
  await phone.expectOver();
  expect((await phone.page.goto(address))?.status()).toBe(410);
  await look(phone.page, scripts);
  await doctor.openPractical();
  await expect(page.getByText('撮影.png').first()).toBeVisible();
  await expect(page.getByText('遅れた.png')).toHaveCount(0);
});

test('a lecture that is not saved yet finds the proof that came before it', async ({ page, visitor, guard, scripts }) => {
  if (!scripts) guard.allow(UNUSED);
  const doctor = new Doctor(page, scripts);
  await doctor.logIn('demo-member');
  await doctor.openApplication();
  await doctor.openLecture();
  const desk = await Desk.open(page, '証明書');
  const phone = new Phone(await visitor());
  await phone.open(await desk.address());
  await phone.files.setInputFiles([png('参加証.png')]);
  await phone.send();
  await phone.expectArrived(1);

  // Back by the link: the file is there before the lecture is.
  await desk.page.getByRole('link', { name: '入力画面へ戻る', exact: true }).click();
  const back = new Doctor(desk.page, scripts);
  await back.heading('座学研修（生涯教育制度）単位等追加入力');
  await expect(desk.page.getByRole('link', { name: '参加証.png', exact: true })).toBeVisible();

  // And in the form that stood open all the while nothing need be chosen.
  await doctor.fillLecture({ units: '1.5', codes: '12', title: '見本の研修会' });
  await doctor.press('追加');
  await doctor.onApplication();
  await expect(page.getByRole('main')).toContainText('見本の研修会');
  await desk.page.reload();
  await back.heading('座学研修（生涯教育制度）単位等追加入力');
  await expect(back.title).toHaveValue('見本の研修会');
});

test('the token opens nothing else, and after ten minutes nothing at all', { tag: '@scripts' }, async ({ page, visitor, guard, server }) => {
  guard.allow(/status of 410/);
  // The page beside the form asks while the server is being started anew.
  guard.allow(/ERR_CONNECTION_REFUSED.*list_proofs/);
  const doctor = new Doctor(page);
  await doctor.logIn('demo-member');
  await doctor.openApplication();
  const application = new URL(page.url()).pathname;
  await doctor.enterItems([{ item: ROTA, proofs: [png('当番表.png')] }]);
  await doctor.openPractical();
  const desk = await Desk.open(page, `証明書（${ROTA}）`);
  const href = (await desk.file('当番表.png').getAttribute('href')) ?? '';
  expect(href).toMatch(/^\/documents\//);
  const address = await desk.address();
  const token = address.slice(-32);

  const phone = new Phone(await visitor());
  await phone.open(address);
  expect(await phone.page.context().cookies()).toEqual([]);
  const status = async (path: string, headers = {}) =>
    (await phone.page.request.get(path, { maxRedirects: 0, headers })).status();
  for (const path of [href, `${href}?token=${token}`, `${application}/practical`, `${application}/camera?claim=licence&token=${token}`]) {
    expect(await status(path), path).toBe(303);
    expect(await status(path, { cookie: `shuryo_session=${token}` }), path).toBe(303);
  }
  expect(await status(`/camera/${token}/documents`)).toBe(404);
  expect(await status(`/camera/${'0'.repeat(32)}`)).toBe(410);
  expect(await status('/camera/x')).toBe(410);

  await server.restart({ now: '2026-01-20T03:11:00Z' });
  await phone.files.setInputFiles([png('遅れた.png')]);
  await phone.send();
  await phone.expectOver();
  await desk.page.reload();
  await expect(desk.page.getByRole('main')).toContainText('前のQRコードは、もう使えません');
  await expect(desk.file('遅れた.png')).toHaveCount(0);
});
