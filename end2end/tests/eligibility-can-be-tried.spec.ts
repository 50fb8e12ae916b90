import { type Locator, type Page } from '@playwright/test';
import { png } from './files';
import { Doctor, OTHER, ROTA } from './steps';
import { expect, expectAccessible, test } from './support';

const RULE = /Ⅱその他を選んだときの申請先は、都道府県医師会または日本医師会です/;

/** Somebody without an account, before the questions of /try. */
class Visitor {
  constructor(
    readonly page: Page,
    /** Whether pages run scripts: without them the result comes with the button. */
    readonly scripts = true,
  ) {}

  async open(from: '/login' | '/register'): Promise<void> {
    await this.page.goto(from);
    await this.page.getByRole('link', { name: '修了申請の要件を試算する', exact: true }).click();
    await expect(this.page.getByRole('heading', { level: 1, name: '修了申請の要件を試算する' })).toBeVisible();
  }

  field(label: string): Locator {
    return this.page.getByLabel(label, { exact: true });
  }

  get registered(): Locator {
    return this.field('登録済みの座学研修の単位');
  }

  get added(): Locator {
    return this.field('今年度に追加する座学研修の単位');
  }

  async choose(...names: string[]): Promise<void> {
    for (const name of names) await this.page.getByRole('radio', { name, exact: true }).check();
  }

  /** What the rules say, at once or after the button. */
  async expectResult(...says: (string | RegExp)[]): Promise<void> {
    if (!this.scripts) await this.ask();
    for (const words of says) await expect(this.result).toContainText(words);
  }

  get result(): Locator {
    return this.page.locator('.summary-bar').getByRole('status').first();
  }

  async ask(): Promise<void> {
    await this.page.getByRole('button', { name: '試算する', exact: true }).click();
  }
}

test('who has no account learns what is missing', async ({ page, guard, scripts }) => {
  guard.allow(/status of 422/);
  const visitor = new Visitor(page, scripts);
  await visitor.open('/login');
  if (scripts) await expectAccessible(page);
  await expect(visitor.result).toContainText('質問に答えると');

  await visitor.choose('都道府県医師会・郡市区医師会のみの会員', '郡市区医師会');
  await visitor.registered.fill('１．５');
  await visitor.expectResult('座学 1.5 + 実地 0.0 = 合計 1.5 / 10.0', /あと8\.5単位必要です/, /実地研修の実績を入力してください/);

  await visitor.choose('Ⅱその他');
  await visitor.expectResult('座学 1.5 + 実地 5.0 = 合計 6.5 / 10.0', /あと3\.5単位必要です/, RULE);
  // Each sentence leads to the field that it is about.
  await page.getByRole('link', { name: /あと3\.5単位/ }).click();
  await expect(page).toHaveURL(/#added$/);
  await visitor.added.fill('3.5');
  await visitor.choose('都道府県医師会または日本医師会');
  await visitor.expectResult('座学 5.0 + 実地 5.0 = 合計 10.0 / 10.0', '要件を満たしています');

  await visitor.choose('会員ではない', 'Ⅰ都道府県・郡市区医師会が認めた研修等', '郡市区医師会');
  await visitor.field('Ⅰの項目数').fill('2');
  await visitor.expectResult('座学 5.0 + 実地 10.0 = 合計 15.0 / 10.0', '医師免許証または医師資格証の画像を添付してください');
  await page.getByRole('checkbox', { name: '医師免許証または医師資格証の画像を用意できる', exact: true }).check();
  await visitor.expectResult('要件を満たしています');
  if (scripts) await expectAccessible(page);

  // The address says the same to whoever is sent it, and nothing about anybody.
  if (scripts) await visitor.ask();
  await expect(page).toHaveURL(/\/try\?membership=none&licence=1&registered=.*&added=3\.5&practical=I&items=2&destination=district$/);
  const shared = page.url();
  await page.goto('/verify');
  await page.goto(shared);
  await expect(visitor.result).toContainText('座学 5.0 + 実地 10.0 = 合計 15.0 / 10.0');
  await expect(visitor.registered).toHaveValue('１．５');
  await expect(page.getByRole('radio', { name: '会員ではない', exact: true })).toBeChecked();
});

test('what cannot be read is refused and kept', async ({ page, guard, scripts }) => {
  guard.allow(/status of 422/);
  const visitor = new Visitor(page, scripts);
  await visitor.open('/register');
  await visitor.choose('Ⅰ都道府県・郡市区医師会が認めた研修等');
  await visitor.registered.fill('1.2');
  await visitor.added.fill('たくさん');
  await visitor.field('Ⅰの項目数').fill('99999999999999999999');
  await visitor.ask();

  const summary = page.getByRole('alert');
  await expect(summary).toContainText('医師会の会員かどうかを選択してください。');
  await expect(summary).toContainText('「登録済みの座学研修の単位」は0.5単位きざみで入力してください');
  await expect(summary).toContainText('「今年度に追加する座学研修の単位」は「1.5」のように、0以上の数字で入力してください。');
  await expect(summary).toContainText('「Ⅰの項目数」は1から32までの整数で入力してください。');
  await expect(visitor.registered).toHaveValue('1.2');
  await expect(visitor.registered).toHaveAccessibleDescription(/0\.5単位きざみで入力してください/);
  await expect(visitor.added).toHaveValue('たくさん');
  await expect(visitor.field('Ⅰの項目数')).toHaveValue('99999999999999999999');
  if (scripts) await expectAccessible(page);

  await visitor.choose('日本医師会の会員');
  await visitor.registered.fill('6.5');
  await visitor.added.fill('');
  await visitor.field('Ⅰの項目数').fill('1');
  await visitor.expectResult('座学 6.5 + 実地 5.0 = 合計 11.5 / 10.0');
  // What was said of the fields is taken back as they are mended.
  await expect(summary).toBeHidden();
  await expect(visitor.registered).not.toHaveAttribute('aria-invalid', 'true');
  await expect(visitor.registered).not.toHaveAccessibleDescription(/登録済みの座学研修の単位/);
});

test('a doctor adds what is to come without changing the draft', async ({ page, guard, scripts }) => {
  guard.allow(/status of 422/);
  const sent: string[] = [];
  page.on('request', (request) => {
    if (request.method() === 'POST') sent.push(request.postData() ?? '');
  });
  const doctor = new Doctor(page, scripts);
  await doctor.logIn('demo-member');
  await doctor.openApplication();
  await doctor.enterItems([{ item: ROTA, proofs: [png('当番表.png')] }]);
  await doctor.search('2025年度');
  await doctor.expectUnits('1.0');
  const before = '座学 1.0 + 実地 5.0 = 合計 6.0 / 10.0';
  const bar = page.locator('.summary-bar').getByRole('status').first();
  await expect(bar).toContainText(before);

  await page.getByText('予定の研修を加えて試算する', { exact: true }).click();
  const lecture = page.getByLabel('予定の座学（単位）', { exact: true });
  const items = page.getByLabel('予定の実地（項目）', { exact: true });
  const result = page.getByRole('status').filter({ hasText: '試算：' });
  const ask = async (): Promise<void> => {
    if (!scripts) await page.getByRole('button', { name: '試算する', exact: true }).click();
  };
  await lecture.fill('2.5');
  await ask();
  await expect(result).toContainText('試算：座学 3.5 + 実地 5.0 = 合計 8.5 / 10.0（予定を含む）');
  await expect(result).toContainText(/予定を含めても、次のものが足りません。あと1\.5単位必要です/);
  await doctor.look();
  await items.fill('1');
  await ask();
  await expect(result).toContainText('試算：座学 3.5 + 実地 10.0 = 合計 13.5 / 10.0（予定を含む）');
  await expect(result).toContainText('予定どおりに取得すると、要件を満たします。');
  // Everything else is as it was.
  await expect(bar).toContainText(before);
  await doctor.expectNotReady(/あと4\.0単位/);
  await doctor.expectUnits('1.0');
  await expect(page.getByLabel('年度', { exact: true }).locator('option:checked')).toHaveText('2025年度');

  await lecture.fill('1.2');
  await ask();
  await expect(result).toHaveCount(0);
  await expect(lecture).toHaveValue('1.2');
  await expect(lecture).toHaveAccessibleDescription(/「予定の座学（単位）」は0\.5単位きざみで入力してください/);
  await expect(bar).toContainText(before);
  await doctor.look();
  if (scripts) {
    // Enter would otherwise save the draft; and what the form posts has no word of it.
    await lecture.fill('4');
    await lecture.press('Enter');
    await expect(result).toContainText('合計');
    await page.setViewportSize({ width: 320, height: 800 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
    await doctor.look();
  }
  await doctor.press('下書き保存');
  await doctor.onApplication();
  await expect(bar).toContainText(before);
  await expect(page.getByLabel('予定の座学（単位）', { exact: true })).toHaveValue('');
  if (scripts) expect(sent.filter((body) => body.includes('what_if'))).toEqual([]);
  await page.goto('/history');
  await expect(page.getByRole('row').filter({ hasText: '下書き' })).toHaveCount(1);
});

test('the second group is tried under the first where an item is to come', { tag: '@scripts' }, async ({ page }) => {
  const doctor = new Doctor(page);
  await doctor.logIn('demo-short');
  await doctor.openApplication();
  await doctor.enterOther('シミュレーションラボで実習した（見本）。', [png('受講記録.png')]);
  await doctor.expectNotReady(RULE);
  await page.getByText('予定の研修を加えて試算する', { exact: true }).click();
  await page.getByLabel('予定の実地（項目）', { exact: true }).fill('2');
  const result = page.getByRole('status').filter({ hasText: '試算：' });
  await expect(result).toContainText('試算：座学 1.5 + 実地 15.0 = 合計 16.5 / 10.0（予定を含む）');
  await expect(result).toContainText('ⅠとⅡの併用はできないため');
  await expect(page.locator('.declared__name', { hasText: OTHER })).toBeVisible();
  await doctor.expectNotReady(RULE);
});

test('the trial fits a narrow window and may be found by search engines', { tag: '@scripts' }, async ({ page, request }) => {
  await page.setViewportSize({ width: 320, height: 700 });
  await page.goto('/try?membership=none&registered=0&practical=I&items=1');
  await expect(page.locator('.summary-bar')).toContainText('座学 0.0 + 実地 5.0 = 合計 5.0 / 10.0');
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
  await expectAccessible(page);
  expect(await (await request.get('/try')).text()).not.toContain('noindex');
});
