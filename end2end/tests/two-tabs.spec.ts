import { png } from './files';
import { Doctor, Reviewer, ROTA } from './steps';
import { expect, test } from './support';

const CHANGED = /内容が更新されています/;

test('a form that another tab has overtaken is a conflict, and what was typed stays', async ({ page, context, guard, scripts }) => {
  guard.allow(/status of 409/);
  const first = new Doctor(page, scripts);
  await first.logIn('demo-member');
  await first.openApplication();
  await first.enterItems([{ item: ROTA, proofs: [png('当番表.png')] }]);

  const second = new Doctor(await context.newPage(), scripts);
  await second.openApplication();
  await second.openLecture();
  await second.fillLecture({ units: '2.0', codes: '12、73', title: '二つ目の画面で書いた研修会' });

  await first.openApplication();
  await first.openPractical();
  await first.page.getByRole('radio', { name: 'Ⅱその他', exact: true }).check();
  await first.page.getByLabel('実地研修の内容', { exact: true }).fill('一つ目の画面で書いた内容');
  await first.register();

  await second.press('追加');
  await expect(second.page.getByText(CHANGED).first()).toBeVisible();
  await second.look();
  await expect(second.units).toHaveValue('2.0');
  await expect(second.codes).toHaveValue('12、73');
  await expect(second.title).toHaveValue('二つ目の画面で書いた研修会');

  // Having been told, the doctor can go on from there, and nothing of the first tab is lost.
  await second.fillLecture({ proofs: [png('参加証.png', 0x90)] });
  await second.press('追加');
  await second.onApplication();
  await expect(second.page.getByRole('main')).toContainText('二つ目の画面で書いた研修会');
  await second.openPractical();
  await expect(second.page.getByLabel('実地研修の内容', { exact: true })).toHaveValue('一つ目の画面で書いた内容');
});

test('an application changed in another tab is not sent as it was seen', async ({ page, context, guard, scripts }) => {
  guard.allow(/status of 409/);
  const first = new Doctor(page, scripts);
  await first.logIn('demo-member');
  await first.openApplication();
  await first.enterItems([{ item: ROTA, proofs: [png('当番表.png')] }]);
  await first.press('申請する');
  await first.heading('申請内容の確認');

  const second = new Doctor(await context.newPage(), scripts);
  await second.openApplication();
  await second.addLecture({ units: '2.0', codes: '12', proofs: [png('参加証.png', 0x90)] });

  await first.press('申請する');
  await expect(page.getByText(CHANGED).first()).toBeVisible();
  await first.heading('申請内容の確認');
  await expect(page.getByRole('main')).toContainText('合計 13.5 / 10.0');
  await first.press('申請する');
  await first.receipt();
});

test('of two clerks who decide one case the second is told, and keeps the reason', async ({ page, visitor, guard, scripts }) => {
  guard.allow(/status of 409/);
  const doctor = new Doctor(page, scripts);
  await doctor.logIn('demo-member');
  await doctor.openApplication();
  await doctor.enterItems([{ item: ROTA, proofs: [png('当番表.png')] }]);
  const number = await doctor.send();

  const clerks: Reviewer[] = [];
  for (const user of ['demo-reviewer', 'demo-reviewer2']) {
    const clerk = new Reviewer(await visitor(), scripts);
    await clerk.logIn(user);
    await clerk.openCase(number);
    await clerk.choose('差戻し');
    await clerk.reason.fill(`${user}の書いた理由`);
    clerks.push(clerk);
  }
  const [one, other] = clerks as [Reviewer, Reviewer];
  await one.press('差戻し');
  await expect(one.page.getByRole('main')).toContainText('差戻し（修正待ち）');
  await other.press('差戻し');
  await expect(other.page.getByText(CHANGED).first()).toBeVisible();
  await other.look();
  await expect(other.page.getByText('demo-reviewer2の書いた理由')).toBeVisible();

  await page.goto('/');
  await doctor.follow('内容を確認して直す');
  await expect(page.getByRole('main')).toContainText('demo-reviewerの書いた理由');
  await expect(page.getByRole('main')).not.toContainText('demo-reviewer2の書いた理由');
});

test('the browser’s way back is no conflict', async ({ page, scripts }) => {
  const doctor = new Doctor(page, scripts);
  await doctor.logIn('demo-member');
  await doctor.openApplication();
  await doctor.enterItems([{ item: ROTA, proofs: [png('当番表.png')] }]);
  await doctor.openPractical();
  await page.goBack();
  await doctor.onApplication();
  await doctor.openLecture();
  await doctor.fillLecture({ units: '2.0', codes: '12', proofs: [png('参加証.png', 0x90)] });
  await doctor.press('追加');
  await doctor.expectTotal('座学 8.5 + 実地 5.0 = 合計 13.5 / 10.0');
});
