import { type Page } from '@playwright/test';
import { png } from './files';
import { Doctor, ROTA } from './steps';
import { expect, PASSWORD, test } from './support';

/** How often something goes wrong: a few times on every run, 200 times in the long one. */
const POINTS = process.env.SHURYO_SOAK ? 200 : 15;
const SEED = Number(process.env.SHURYO_SEED ?? 20260120);

/** A small generator of random numbers, so that a failing run can be repeated. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const SAVED = /保存しました \d+:\d\d/;

/** 実地研修実績入力 with the free description of Ⅱ. */
class Description {
  constructor(readonly page: Page) {}

  get field() {
    return this.page.getByLabel('実地研修の内容', { exact: true });
  }

  get note() {
    return this.page.locator('.summary-bar__note');
  }

  async open(address: string): Promise<void> {
    await this.page.goto(address);
    await expect(this.page.locator('body.awake')).toBeVisible();
  }

  async type(text: string): Promise<void> {
    await this.field.press('Control+End');
    await this.field.pressSequentially(text);
  }

  /**
   * What the field says once the page has taken up what was kept. The server's text is there at once and the device's
   * a moment later: as a rule all that was typed. Only what was shown as saved is promised.
   */
  async recovered(promised: string, typed: string): Promise<string> {
    await expect(this.field).toHaveValue(typed, { timeout: 5_000 }).catch(() => {});
    const value = await this.field.inputValue();
    expect(value.startsWith(promised), `${value} begins with ${promised}`).toBe(true);
    return value;
  }
}

test('whatever is lost while typing, what was shown as saved is there', async ({ page, context, server, guard }) => {
  test.setTimeout(POINTS * 20_000 + 60_000);
  // The network goes, the server goes, the session goes: the browser says so.
  guard.allow(/ERR_INTERNET_DISCONNECTED|ERR_CONNECTION|ERR_EMPTY_RESPONSE|ERR_FAILED|Failed to fetch|status of 401/);
  const random = numbers(SEED);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const doctor = new Doctor(page);
  await doctor.logIn('demo-member');
  await doctor.openApplication();
  await doctor.openPractical();
  const address = new URL(page.url()).pathname;
  await page.getByRole('radio', { name: 'Ⅱその他', exact: true }).check();

  let form = new Description(page);
  await expect(form.note).toHaveText(SAVED);
  let typed = '';
  const count: Record<string, number> = {};
  for (let point = 0; point < POINTS; point += 1) {
    const fault = pick(['tab', 'reload', 'network', 'session', 'server'] as const);
    await test.step(`${point}: ${fault} after ${typed.length} characters`, async () => {
      count[fault] = (count[fault] ?? 0) + 1;
      const more = Array.from({ length: 1 + Math.floor(random() * 8) }, () => pick([...'研修実地見本医師会0123456789'])).join('');
      let shown = typed;
      if (fault === 'network') await context.setOffline(true);
      if (fault === 'session') await context.clearCookies();
      if (fault === 'server') await server.kill9();
      await form.type(more);
      typed += more;
      // Sometimes at once, sometimes after it was said to be saved.
      if (random() < 0.6) {
        await expect(form.note).toHaveText(SAVED);
        shown = typed;
      } else {
        await form.page.waitForTimeout(random() * 700);
      }
      if (fault === 'session') {
        await form.page.getByRole('link', { name: 'ログインして続ける' }).click();
        await form.page.getByLabel('ログインID', { exact: true }).fill('demo-member');
        await form.page.getByLabel('パスワード', { exact: true }).fill(PASSWORD);
        await form.page.getByRole('button', { name: 'ログイン', exact: true }).click();
        await expect(form.page).toHaveURL(new RegExp(`${address}#description`));
        await expect(form.field).toBeFocused();
        shown = typed;
      } else if (fault === 'reload') {
        await form.page.reload();
      } else {
        await form.page.close();
        if (fault === 'network') await context.setOffline(false);
        if (fault === 'server') await server.restart();
        form = new Description(await context.newPage());
        await form.open(address);
      }
      const value = await form.recovered(shown, typed);
      expect(typed.startsWith(value), `${value} is the beginning of ${typed}`).toBe(true);
      await expect(form.note).toHaveText(/保存しました|復元しました|^\s*$/);
      typed = value;
    });
  }
  test.info().annotations.push({ type: 'faults', description: JSON.stringify(count) });

  // On another device, which has nothing of its own.
  await form.field.press('Control+End');
  await form.type('終');
  await expect(form.note).toHaveText(SAVED);
  const other = await context.browser()!.newContext({ baseURL: server.url, locale: 'ja-JP' });
  const elsewhere = new Doctor(await other.newPage());
  await elsewhere.logIn('demo-member');
  await elsewhere.page.goto(address);
  await expect(elsewhere.page.getByLabel('実地研修の内容', { exact: true })).toHaveValue(`${typed}終`);
  await expect(elsewhere.page.getByText('登録していない入力を復元しました')).toBeVisible();
  await elsewhere.look();
  await other.close();
});

test('two windows that type at once are brought together, and a dispute is shown', async ({ page, context }) => {
  const one = new Doctor(page);
  await one.logIn('demo-short');
  await one.openApplication();
  await one.openLecture();
  await one.fillLecture({ title: '見本の講演会' });
  await expect(page.locator('.summary-bar__note')).toHaveText(SAVED);
  const two = new Doctor(await context.newPage());
  await two.page.goto(new URL(page.url()).pathname);
  await expect(two.title).toHaveValue('見本の講演会');
  await expect(two.page.locator('body.awake')).toBeVisible();

  await one.fillLecture({ units: '1.5', codes: '12' });
  await expect(page.locator('.summary-bar__note')).toHaveText(SAVED);
  await two.fillLecture({ units: '2.0' });
  const dispute = two.page.getByText('単位数：別の画面では「1.5」です。この画面の入力を残しています。');
  await expect(dispute).toBeVisible();
  await two.look();
  await expect(two.codes).toHaveValue('12');
  await expect(two.units).toHaveValue('2.0');
  await two.page.getByRole('button', { name: '別の画面の入力に替える' }).click();
  await expect(two.units).toHaveValue('1.5');
  await expect(dispute).toBeHidden();
});

test('a choice made while the network is away is there when the page is opened again', async ({ page, context, guard }) => {
  guard.allow(/ERR_INTERNET_DISCONNECTED|Failed to fetch/);
  const doctor = new Doctor(page);
  await doctor.logIn('demo-member');
  await doctor.openApplication();
  await doctor.enterItems([{ item: ROTA, proofs: [png('当番表.png')] }]);
  const address = page.url();
  await expect(page.locator('body.awake')).toBeVisible();
  await context.setOffline(true);
  await doctor.search('2024年度');
  await doctor.expectUnits('4.5');
  await expect(page.locator('.summary-bar__note')).toContainText('この端末に保存しました');
  await page.goto('about:blank');
  await context.setOffline(false);

  await page.goto(address);
  await doctor.expectUnits('4.5');
  await expect(page.locator('.summary-bar__note')).toHaveText(SAVED);
  // It has arrived: without the device's memory the page says the same.
  await page.evaluate(() => indexedDB.deleteDatabase('shuryo'));
  await page.reload();
  await doctor.expectUnits('4.5');
});

test('what is typed before the page is awake is not taken for older than what was registered', async ({ page }) => {
  const doctor = new Doctor(page);
  await doctor.logIn('demo-short');
  await doctor.openApplication();
  await doctor.openPractical();
  await page.getByRole('radio', { name: 'Ⅱその他', exact: true }).check();
  const text = page.getByLabel('実地研修の内容', { exact: true });
  await text.fill('一回目\nつづき');
  await doctor.register();
  const application = new URL(page.url()).pathname;
  // Looked at, and left before anything rests.
  await page.goto(`${application}/practical`);
  await expect(page.locator('body.awake')).toBeVisible();
  await page.goto(application);

  // On a slow line the writing is there before the code is.
  await page.route(/\.wasm$/, async (route) => {
    await new Promise((done) => setTimeout(done, 1500));
    await route.continue();
  });
  await page.goto(`${application}/practical`);
  await text.fill('二回目\nつづき');
  await expect(page.locator('body.awake')).toBeVisible();
  await expect(page.locator('.summary-bar__note')).toHaveText(SAVED);
  await expect(text).toHaveValue('二回目\nつづき');
  await expect(page.getByText('別の画面では')).toBeHidden();
  await doctor.register();
  await page.goto(`${application}/check`);
  await expect(page.getByRole('main')).toContainText('二回目');
});

test('changing between Ⅰ and Ⅱ loses nothing that was entered', async ({ page }) => {
  const doctor = new Doctor(page);
  await doctor.logIn('demo-member');
  await doctor.openApplication();
  await doctor.enterItems([{ item: ROTA, proofs: [png('当番表.png')] }]);
  await doctor.enterOther('見本大学のシミュレーションラボ', [png('修了証.png', 0x90)]);
  await doctor.openPractical();
  await expect(page.getByRole('radio', { name: 'Ⅱその他', exact: true })).toBeChecked();
  await page.getByRole('radio', { name: 'Ⅰ都道府県・郡市区医師会が認めた研修等', exact: true }).check();
  await expect(page.getByRole('checkbox', { name: ROTA, exact: true })).toBeChecked();
  await expect(page.getByRole('link', { name: '当番表.png' })).toBeVisible();
  await doctor.register();
  await doctor.expectTotal('座学 6.5 + 実地 5.0 = 合計 11.5 / 10.0');
  await doctor.openPractical();
  await page.getByRole('radio', { name: 'Ⅱその他', exact: true }).check();
  await expect(page.getByLabel('実地研修の内容', { exact: true })).toHaveValue('見本大学のシミュレーションラボ');
});

test('logging out leaves nothing of what was typed on the device', async ({ page, context, guard }) => {
  guard.allow(/ERR_INTERNET_DISCONNECTED|Failed to fetch/);
  const doctor = new Doctor(page);
  await doctor.logIn('demo-member');
  await doctor.openApplication();
  await doctor.openPractical();
  await page.getByRole('radio', { name: 'Ⅱその他', exact: true }).check();
  await context.setOffline(true);
  await page.getByLabel('実地研修の内容', { exact: true }).fill('この端末だけに残る入力');
  await expect(page.locator('.summary-bar__note')).toContainText('この端末に保存しました');
  await context.setOffline(false);
  const kept = () => page.evaluate(async () => (await indexedDB.databases()).length);
  expect(await kept()).toBe(1);
  await doctor.press('ログアウト');
  await expect(page).toHaveURL(/\/login/);
  expect(await kept()).toBe(0);
});

test('a lecture that was begun is gone on with, or thrown away when asked', async ({ page }) => {
  const doctor = new Doctor(page);
  await doctor.logIn('demo-short');
  await doctor.openApplication();
  await doctor.openLecture();
  await doctor.fillLecture({ units: '1.', title: '途中の講演会' });
  await expect(page.locator('.summary-bar__note')).toHaveText(SAVED);
  await doctor.openApplication();
  await expect(page.getByText('入力途中の内容があります。登録するまで、申請には含まれません。')).toBeVisible();
  await doctor.look();
  await page.getByRole('link', { name: '座学研修（生涯教育制度）単位等追加入力' }).click();
  await expect(doctor.title).toHaveValue('途中の講演会');
  await doctor.press('復元した入力を取り消す');
  await doctor.onApplication();
  await expect(page.getByText('入力途中の内容があります')).toHaveCount(0);
});

test('a curriculum code is found by name and put into its field', async ({ page }) => {
  const doctor = new Doctor(page);
  await doctor.logIn('demo-short');
  await doctor.openApplication();
  await doctor.openLecture();
  await page.getByText('カリキュラムコードの一覧から選ぶ').click();
  await page.getByLabel('番号または名前で探す').fill('しょっく');
  await expect(page.getByText('1件見つかりました。')).toBeVisible();
  await doctor.look();
  await page.getByRole('button', { name: /加える\s*：16 ショック/ }).click();
  await expect(doctor.codes).toHaveValue('16');
  await page.getByLabel('番号または名前で探す').fill('地域');
  await page.getByRole('button', { name: /加える\s*：12 地域医療/ }).click();
  await expect(doctor.codes).toHaveValue('16、12');
  // Names are as good as numbers in the field itself.
  await doctor.fillLecture({ codes: 'ショック、地域医療', units: '3.5', proofs: [png('参加証.png')] });
  await doctor.press('追加');
  await doctor.onApplication();
  await expect(page.getByRole('main')).toContainText('カリキュラムコード 12、16');
});

test.describe('without scripts', () => {
  test.use({ javaScriptEnabled: false });

  test('a form that is refused is kept all the same', async ({ page, guard }) => {
    guard.allow(/status of 422/);
    const doctor = new Doctor(page, false);
    await doctor.logIn('demo-short');
    await doctor.openApplication();
    await doctor.openLecture();
    await doctor.fillLecture({ units: '1.2', title: '途中の講演会' });
    await doctor.press('追加');
    await expect(doctor.units).toHaveValue('1.2');
    await doctor.openApplication();
    await page.getByRole('link', { name: '座学研修（生涯教育制度）単位等追加入力' }).click();
    await expect(doctor.units).toHaveValue('1.2');
    await expect(doctor.title).toHaveValue('途中の講演会');
  });
});

test('a choice that only the device had is counted as it is shown', async ({ page, context }) => {
  const doctor = new Doctor(page);
  await doctor.logIn('demo-member');
  await doctor.openApplication();
  await doctor.openPractical();
  const address = new URL(page.url()).pathname;
  await page.getByRole('radio', { name: 'Ⅱその他', exact: true }).check();
  await expect(page.getByText(SAVED)).toBeVisible();
  await page.route(/keep_typed/, () => {});
  await page.getByRole('radio', { name: 'Ⅰ都道府県・郡市区医師会が認めた研修等', exact: true }).check();
  await page.waitForTimeout(300);
  await page.close();

  const again = new Doctor(await context.newPage());
  await again.page.goto(address);
  await expect(again.page.getByText('この端末に残っていた入力を復元しました。')).toBeVisible();
  await expect(again.page.getByRole('radio', { name: 'Ⅰ都道府県・郡市区医師会が認めた研修等', exact: true })).toBeChecked();
  await again.expectTotal('座学 6.5 + 実地 0.0 = 合計 6.5 / 10.0', /実地研修の実績を入力してください/);
});
