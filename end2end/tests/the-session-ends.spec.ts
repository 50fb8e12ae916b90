import { png } from './files';
import { Doctor, ROTA } from './steps';
import { expect, PASSWORD, test } from './support';

test('who sends a form after the session has ended is told so and comes back to it', async ({ page, context, scripts }) => {
  const doctor = new Doctor(page, scripts);
  await doctor.logIn('demo-member');
  await doctor.openApplication();
  await doctor.enterItems([{ item: ROTA, proofs: [png('当番表.png')] }]);
  await doctor.press('申請する');
  await doctor.heading('申請内容の確認');
  const check = new URL(page.url()).pathname;
  await context.clearCookies();
  await doctor.press('申請する');
  await expect(page.getByText('ログインの有効期限が切れました。')).toBeVisible();
  await page.getByLabel('ログインID', { exact: true }).fill('demo-member');
  await page.getByLabel('パスワード', { exact: true }).fill(PASSWORD);
  await doctor.press('ログイン');
  await expect(page).toHaveURL(new RegExp(`${check}$`));
  await doctor.press('申請する');
  await doctor.receipt();
});
