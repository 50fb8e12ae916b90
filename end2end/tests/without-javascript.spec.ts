import { png } from './files';
import { Doctor, ROTA } from './steps';
import { expect, test } from './support';

test.use({ javaScriptEnabled: false });

test('a file can be taken away again without JavaScript', async ({ page }) => {
  const doctor = new Doctor(page, false);
  await doctor.logIn('demo-member');
  await doctor.openApplication();
  await doctor.enterItems([{ item: ROTA, proofs: [png('当番表.png'), png('別のもの.png', 0x90)] }]);
  await doctor.openPractical();
  await page.getByRole('button', { name: /^削除\s*：別のもの\.png$/ }).click();
  await doctor.heading('実地研修実績入力');
  await expect(page.getByText('当番表.png').first()).toBeVisible();
  await expect(page.getByText('別のもの.png')).toHaveCount(0);
  await expect(page.getByRole('checkbox', { name: ROTA, exact: true })).toBeChecked();
});

test('what was typed and sent stays when another field is wrong, without JavaScript', async ({ page, guard }) => {
  guard.allow(/status of 422/);
  const doctor = new Doctor(page, false);
  await doctor.logIn('demo-member');
  await doctor.openApplication();
  await doctor.openLecture();
  await doctor.fillLecture({ units: '1.3', codes: '12、84', title: '見本の研修会', proofs: [png('参加証.png')] });
  await doctor.press('追加');
  const summary = page.getByRole('alert');
  await expect(summary).toContainText('入力内容を確認してください');
  await expect(doctor.units).toHaveValue('1.3');
  await expect(doctor.codes).toHaveValue('12、84');
  await expect(doctor.title).toHaveValue('見本の研修会');
  await expect(page.getByText('参加証.png').first()).toBeVisible();
  await expect(summary).not.toContainText('ファイル');

  await doctor.fillLecture({ units: '1.5', codes: '12、83' });
  await doctor.press('追加');
  await doctor.onApplication();
  await expect(page.getByRole('main')).toContainText('見本の研修会');
});
