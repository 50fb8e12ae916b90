import { type Locator } from '@playwright/test';
import { Doctor, ROTA } from './steps';
import { expect, test } from './support';

const FIRST = 'Ⅰ都道府県・郡市区医師会が認めた研修等';
const SCHOOL = '学校保健（学校医・園医、学校健診）';

/** The practical screen of demo-member, with Ⅰ chosen. */
class Items extends Doctor {
  async open(): Promise<void> {
    await this.logIn('demo-member');
    await this.openApplication();
    await this.openPractical();
    await this.page.getByRole('radio', { name: FIRST, exact: true }).check();
  }

  get query(): Locator {
    return this.page.getByLabel('項目を探す', { exact: true });
  }

  get shown(): Locator {
    return this.page.locator('#practical-items').getByRole('checkbox');
  }

  get headings(): Locator {
    return this.page.locator('#practical-items').getByRole('group');
  }

  item(name: string): Locator {
    return this.page.getByRole('checkbox', { name, exact: true });
  }

  async expectFound(query: string, count: number): Promise<void> {
    await this.query.fill(query);
    await expect(this.page.getByRole('status').filter({ hasText: '件見つかりました' })).toHaveText(`${count}件見つかりました`);
  }
}

test('an item is found however it is written', async ({ page }) => {
  const items = new Items(page);
  await items.open();
  await expect(items.shown).toHaveCount(32);
  await expect(items.headings).toHaveCount(5);
  await items.look();

  await items.expectFound('jmat', 1);
  await expect(items.item('災害医療（JMAT等）への参加')).toBeVisible();
  await expect(items.shown).toHaveCount(1);
  // A heading without items goes with them.
  await expect(items.headings).toHaveCount(1);
  await items.look();
  await items.expectFound('ＪＭＡＴ', 1);
  await items.expectFound('れすぱいと', 1);
  await items.expectFound('学校　健診', 2);
  await expect(items.item(SCHOOL)).toBeVisible();
  // By the accepted proofs too: 作成依頼書 stands in no item's name.
  await items.expectFound('作成依頼書', 1);
  await expect(items.item('介護保険関連文書の作成（主治医意見書等）')).toBeVisible();

  await items.query.fill('ありえない言葉');
  await expect(page.getByRole('status').filter({ hasText: '見つかりませんでした' })).toBeVisible();
  await expect(items.shown).toHaveCount(0);
  await items.press('すべて表示');
  await expect(items.shown).toHaveCount(32);
  await expect(items.headings).toHaveCount(5);
  await expect(items.query).toHaveValue('');
  await expect(items.query).toBeFocused();
  await expect(items.button('すべて表示')).toBeHidden();
});

test('a ticked item is never hidden, and the search is no answer', async ({ page }) => {
  const items = new Items(page);
  await items.open();
  await items.query.fill('輪番');
  await items.item(ROTA).check();
  await items.expectFound('学校医', 1);
  await expect(items.item(ROTA)).toBeVisible();
  await expect(items.shown).toHaveCount(2);
  await items.expectTotal('座学 6.5 + 実地 5.0 = 合計 11.5 / 10.0');

  // Enter looks for nothing more and sends nothing.
  await items.query.press('Enter');
  await items.heading('実地研修実績入力');
  await items.register();
  await items.openPractical();
  await expect(items.item(ROTA)).toBeChecked();
  await expect(items.shown).toHaveCount(32);
});

test('the search is at home in a narrow window', async ({ page }) => {
  const items = new Items(page);
  await items.open();
  await page.setViewportSize({ width: 320, height: 800 });
  await items.expectFound('参加証', 1);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
  const box = await items.button('すべて表示').boundingBox();
  expect(box?.height).toBeGreaterThanOrEqual(44);
  await items.look();
});

test('the rule of the second group follows the choice', async ({ page }) => {
  const rule = /Ⅱその他を選んだときの申請先は、都道府県医師会または日本医師会です/;
  const items = new Items(page);
  await items.open();
  // Said beside the choice before it is made.
  await expect(page.getByText('申請先医師会は、都道府県医師会または日本医師会となります。')).toBeVisible();
  const total = page.getByRole('status').filter({ hasText: '合計' });
  await expect(total).not.toContainText(rule);
  await page.getByRole('radio', { name: 'Ⅱその他', exact: true }).check();
  await expect(total).toContainText(rule);
  await expect(page.getByText('現在の申請先は北区医師会です。')).toBeVisible();
  await page.getByRole('radio', { name: FIRST, exact: true }).check();
  await expect(total).not.toContainText(rule);
});

test('why a group is asked for is told to who opens it', async ({ page }) => {
  const items = new Items(page);
  await items.open();
  await page.getByText('なぜ聞かれるのですか（Ⅰ）').click();
  await expect(page.getByText(/それぞれの地域を面で支える活動で、申請者の自己申告によるものです/)).toBeVisible();
  await items.look();
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('every item is simply listed', async ({ page }) => {
    const items = new Items(page, false);
    await items.open();
    await expect(items.shown).toHaveCount(32);
    await expect(items.query).toBeHidden();
  });
});
