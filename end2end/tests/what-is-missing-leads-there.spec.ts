import { png } from './files';
import { Doctor, ROTA } from './steps';
import { expect, test } from './support';

test('each thing that is missing leads to the control that mends it', async ({ page }) => {
  const doctor = new Doctor(page);
  await doctor.logIn('demo-guest');
  await doctor.openApplication();
  await doctor.chooseDestination('東京都', '東京都医師会');
  await doctor.openPractical();
  await page.getByRole('checkbox', { name: ROTA, exact: true }).check();
  await page.getByRole('link', { name: `「${ROTA}」の証明書を添付してください。` }).click();
  await expect(doctor.proofOf(ROTA)).toBeFocused();
  await page.getByRole('link', { name: '医師免許証または医師資格証の画像を添付してください。' }).click();
  await expect(doctor.licenceInput).toBeInViewport();

  await page.getByRole('radio', { name: 'Ⅱその他', exact: true }).check();
  await page.getByRole('link', { name: '「実地研修の内容」を入力してください。' }).click();
  await expect(page.getByLabel('実地研修の内容', { exact: true })).toBeFocused();
});

test('an earlier year is named where it would bring enough', async ({ page }) => {
  const doctor = new Doctor(page);
  await doctor.logIn('demo-member');
  await doctor.openApplication();
  await doctor.search('2025年度');
  await doctor.enterItems([{ item: ROTA, proofs: [png('当番表.png')] }]);
  await doctor.expectTotal('合計 6.0 / 10.0', /あと4\.0単位.*年度で「2023年度」を選んで検索するか/);
  await page.getByRole('link', { name: /年度で「2023年度」を選んで/ }).click();
  await expect(page.getByLabel('年度', { exact: true })).toBeFocused();
  await doctor.search('2023年度');
  await doctor.expectTotal('合計 11.5 / 10.0');
  await doctor.expectReady();
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 375, height: 667 } });

  test('the bar shows the first thing that is missing, how many more, and what a press that does nothing means', async ({ page }) => {
    const doctor = new Doctor(page);
    await doctor.logIn('demo-guest');
    await doctor.openApplication();
    const bar = page.locator('.summary-bar');
    await expect(bar.getByRole('link')).toHaveCount(1);
    await expect(bar.getByText(/^ほか\d件の不足$/)).toBeVisible();
    const height = (await bar.boundingBox())?.height ?? 0;
    expect(height, 'more than half of the page stays in sight').toBeLessThan(333);
    await doctor.look();

    await doctor.applyButton.click({ force: true });
    await expect(bar.getByText('まだ申請できません。')).toBeVisible();
    await expect(bar.getByRole('link').last()).toBeVisible();
    expect(await bar.getByRole('link').count()).toBeGreaterThan(2);
    await doctor.look();
  });

  test('who chooses the other group keeps it in sight', async ({ page }) => {
    const doctor = new Doctor(page);
    await doctor.logIn('demo-member');
    await doctor.openApplication();
    await doctor.openPractical();
    const other = page.getByRole('radio', { name: 'Ⅱその他', exact: true });
    await other.check();
    await expect(other).toBeInViewport();
  });
});
