import { execFileSync } from 'node:child_process';
import { pdf, png } from './files';
import { Doctor, PROGRAMME, Reviewer, ROTA } from './steps';
import { expect, test } from './support';

test('a returned application is mended, sent again and approved', async ({ page, visitor, scripts }) => {
  const doctor = new Doctor(page, scripts);
  await doctor.logIn('demo-member');
  await doctor.openApplication();
  await doctor.enterItems([{ item: ROTA, proofs: [png('当番表.png')] }]);
  const number = await doctor.send();

  const reviewer = new Reviewer(await visitor(), scripts);
  await reviewer.logIn('demo-reviewer');
  await reviewer.openCase(number);
  await reviewer.choose('差戻し');
  await reviewer.reason.fill('一部の書類を確認できませんでした。');
  await reviewer.page.getByLabel(`直してほしい点（${ROTA}）`, { exact: true }).fill('日付の入った面も添付してください。');
  await reviewer.press('差戻し');
  await expect(reviewer.page.getByRole('main')).toContainText('差戻し（修正待ち）');
  await reviewer.look();

  await page.goto('/');
  await doctor.follow('内容を確認して直す');
  const main = page.getByRole('main');
  await expect(main).toContainText('差戻し（修正待ち）');
  await expect(main).toContainText('一部の書類を確認できませんでした。');
  await doctor.look();
  await doctor.openPractical();
  await expect(doctor.proofOf(ROTA)).toHaveAccessibleDescription(/日付の入った面も添付してください。/);
  await doctor.proofOf(ROTA).setInputFiles(pdf('出務表.pdf', 2));
  // With scripts it sets out at once, otherwise with the form.
  if (scripts) await expect(page.getByText('出務表.pdf').first()).toBeVisible();
  await doctor.register();
  await doctor.press('再申請する');
  await doctor.heading('申請内容の確認');
  await doctor.press('再申請する');
  expect(await doctor.receipt('審査中')).toBe(number);

  await reviewer.openCase(number);
  await expect(reviewer.page.getByRole('main')).toContainText('出務表.pdf');
  await reviewer.choose('承認');
  await reviewer.press('承認');
  await expect(reviewer.page.getByRole('main')).toContainText('承認（修了証発行）');
  await reviewer.look();

  await expect(await doctor.historyRow(number)).toContainText('承認（修了証発行）');
  await doctor.follow('修了証等ダウンロード');
  await page.getByLabel('制度種別', { exact: true }).selectOption({ label: PROGRAMME });
  await doctor.press('検索');
  const link = page.getByRole('link', { name: '修了証', exact: true });
  await expect(async () => {
    await page.reload();
    await expect(link).toBeVisible({ timeout: 500 });
  }).toPass();
  await doctor.look();
  await expect(link).toHaveAttribute('target', '_blank');

  const address = (await link.getAttribute('href')) ?? '';
  const answer = await page.request.get(address);
  expect(answer.headers()['content-type']).toBe('application/pdf');
  expect(answer.headers()['content-disposition']).toMatch(/^inline/);
  const text = execFileSync('pdftotext', ['-', '-'], { input: await answer.body(), encoding: 'utf8' }).replace(/\s/g, '');
  expect(text).toContain('見本太郎');
  expect(text).toContain(decodeURIComponent(address.split('/').pop() ?? ''));

  // Once issued it stays the same file.
  expect((await page.request.get(address)).headers()['etag']).toBe(answer.headers()['etag']);
});
