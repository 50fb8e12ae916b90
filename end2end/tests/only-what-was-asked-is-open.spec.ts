import { type Page } from '@playwright/test';
import { pdf, png } from './files';
import { Doctor, ON_CALL, Reviewer, ROTA } from './steps';
import { expect, test } from './support';

const NOT_ASKED = '修正を求められていないため、変更できません。';
/** An item of Ⅰ that nobody has declared. */
const SCHOOL = '学校保健（学校医・園医、学校健診）';

/** The refusal that a forced request meets. */
async function expectRefused(page: Page, path: string, form: Record<string, string>): Promise<void> {
  const origin = new URL(page.url()).origin;
  const answer = await page.request.post(path, { form, headers: { origin }, maxRedirects: 0 });
  expect(answer.status(), path).toBe(409);
}

test('after a return only the item asked about is open, and the doctor answers', async ({ page, visitor, scripts }) => {
  const doctor = new Doctor(page, scripts);
  await doctor.logIn('demo-member');
  await doctor.openApplication();
  await doctor.enterItems([
    { item: ROTA, proofs: [png('当番表.png')] },
    { item: ON_CALL, proofs: [png('委嘱状.png', 0x80)] },
  ]);
  await doctor.addLecture({ units: '1.0', codes: '12', title: '見本の研修会', proofs: [pdf('参加証.pdf')] });
  const application = new URL(page.url()).pathname;
  const lecture = (await page.getByRole('link', { name: /^変更\s*：見本の研修会$/ }).getAttribute('href')) ?? '';
  const number = await doctor.send();

  const reviewer = new Reviewer(await visitor(), scripts);
  await reviewer.logIn('demo-reviewer');
  await reviewer.openCase(number);
  await reviewer.choose('差戻し');
  await reviewer.page.getByLabel(`直してほしい点（${ROTA}）`, { exact: true }).fill('日付の入った面も添付してください。');
  await reviewer.press('差戻し');
  await expect(reviewer.page.getByRole('main')).toContainText('差戻し（修正待ち）');

  await page.goto('/');
  await doctor.follow('内容を確認して直す');
  const main = page.getByRole('main');
  await expect(main).toContainText('先生のご対応を待っています');
  await expect(main).toContainText('修正できるのは、次の項目だけです。');
  await expect(main.getByText('日付の入った面も添付してください。').first()).toBeVisible();
  await expect(page.getByRole('combobox')).toHaveCount(0);
  await expect(main.getByText(NOT_ASKED).first()).toBeVisible();
  await expect(doctor.button('座学研修（生涯教育制度）単位等追加')).toHaveCount(0);
  await expect(page.getByRole('link', { name: /^変更\s*：見本の研修会$/ })).toHaveCount(0);
  await doctor.look();

  // Whoever opens the page of something closed reads it, and whoever forces a change is refused.
  await page.goto(lecture);
  await doctor.heading('座学研修（生涯教育制度）単位等追加入力');
  await expect(main).toContainText('参加証.pdf');
  await expect(main).toContainText(NOT_ASKED);
  await expect(doctor.units).toHaveCount(0);
  await page.goto(application);
  const version = await page.locator('input[name=version]').first().inputValue();
  await expectRefused(page, `${lecture}/remove`, { version });
  await expectRefused(page, application, { version, from: '2024', destination: '13' });
  await expectRefused(page, `${application}/practical`, { version, category: 'I', item: 'I-01' });

  await doctor.openPractical();
  await expect(main.getByText(ON_CALL, { exact: true })).toBeVisible();
  await expect(page.getByRole('checkbox', { name: ON_CALL, exact: true })).toHaveCount(0);
  await expect(doctor.proofOf(ROTA)).toHaveAccessibleDescription(/日付の入った面も添付してください。/);
  await doctor.expectTotal('座学 7.5 + 実地 10.0 = 合計 17.5 / 10.0');

  // Exchanged: the other one comes, what was closed stays.
  await page.getByRole('checkbox', { name: ROTA, exact: true }).uncheck();
  await page.getByRole('checkbox', { name: SCHOOL, exact: true }).check();
  await doctor.proofOf(SCHOOL).setInputFiles([pdf('学校医委嘱状.pdf')]);
  await doctor.look();
  await doctor.register();
  await expect(main).toContainText(SCHOOL);
  await expect(main).toContainText(ON_CALL);
  await expect(main.locator('#practical')).not.toContainText(ROTA);

  await doctor.press('再申請する');
  await doctor.heading('申請内容の確認');
  await expect(page.getByRole('link', { name: /^変更\s*：申請先医師会$/ })).toHaveCount(0);
  await page.getByLabel(`医師会への回答（任意）：${ROTA}`, { exact: true }).fill('学校医の活動に替えました。');
  await page.getByLabel('医師会への回答（任意）', { exact: true }).fill('よろしくお願いします。');
  await doctor.look();
  await doctor.press('再申請する');
  expect(await doctor.receipt('審査中')).toBe(number);
  await expect(main).toContainText('医師会の審査待ちです');
  await expect(main).toContainText('学校医の活動に替えました。');

  await reviewer.openCase(number);
  const case_ = reviewer.page.getByRole('main');
  await expect(case_).toContainText('学校医の活動に替えました。');
  await expect(case_).toContainText('よろしくお願いします。');
  await expect(case_).toContainText('学校医委嘱状.pdf');
});

test('a lecture asked about is taken out and another comes in its place', async ({ page, visitor, scripts }) => {
  const doctor = new Doctor(page, scripts);
  await doctor.logIn('demo-short');
  await doctor.openApplication();
  await doctor.enterItems([{ item: ROTA, proofs: [png('当番表.png')] }]);
  await doctor.addLecture({ units: '3.5', codes: '12', title: '見本の研修会', proofs: [pdf('参加証.pdf')] });
  const number = await doctor.send();

  const reviewer = new Reviewer(await visitor(), scripts);
  await reviewer.logIn('demo-reviewer');
  await reviewer.openCase(number);
  await reviewer.choose('差戻し');
  await reviewer.page.getByLabel('直してほしい点（見本の研修会）', { exact: true }).fill('登録済みの研修会です。');
  await reviewer.press('差戻し');

  await page.goto('/');
  await doctor.follow('内容を確認して直す');
  await expect(doctor.button('実地研修実績入力')).toHaveCount(0);
  await page.getByRole('link', { name: /^削除\s*：見本の研修会$/ }).click();
  await expect(page.getByRole('heading', { name: '「見本の研修会」を削除しますか' })).toBeVisible();
  await doctor.press('削除');
  await expect(page.getByRole('status').filter({ hasText: '座学研修を削除しました。' })).toBeVisible();
  await doctor.expectTotal('座学 1.5 + 実地 5.0 = 合計 6.5 / 10.0', /あと3\.5単位/);
  await doctor.look();
  await doctor.addLecture({ units: '3.5', codes: '12', title: '別の研修会', proofs: [pdf('別の参加証.pdf')] });
  await doctor.press('再申請する');
  await doctor.heading('申請内容の確認');
  await doctor.press('再申請する');
  expect(await doctor.receipt('審査中')).toBe(number);
});

test('an answer that is not sent yet is kept, and what came back unchanged is said to be so', { tag: '@scripts' }, async ({ page, visitor }) => {
  const doctor = new Doctor(page);
  await doctor.logIn('demo-member');
  await doctor.openApplication();
  await doctor.enterItems([{ item: ROTA, proofs: [png('当番表.png')] }]);
  const number = await doctor.send();
  const reviewer = new Reviewer(await visitor());
  await reviewer.logIn('demo-reviewer');
  await reviewer.openCase(number);
  await reviewer.choose('差戻し');
  await reviewer.page.getByLabel(`直してほしい点（${ROTA}）`, { exact: true }).fill('日付の入った面も添付してください。');
  await reviewer.press('差戻し');

  await page.goto('/');
  await doctor.follow('内容を確認して直す');
  await doctor.press('再申請する');
  await doctor.heading('申請内容の確認');
  const unchanged = page.getByText('差し戻されたあと、申請の内容はまだ変更されていません。');
  await expect(unchanged).toBeVisible();
  const answer = page.getByLabel(`医師会への回答（任意）：${ROTA}`, { exact: true });
  await answer.fill('裏面には日付がありません。');
  await expect(page.getByText(/^保存しました/)).toBeVisible();
  await doctor.look();
  await doctor.follow('申請画面へ戻る');
  await doctor.onApplication();
  await doctor.openPractical();
  await doctor.proofOf(ROTA).setInputFiles([png('裏面.png', 0x40)]);
  await doctor.register();
  await expect(page.getByText('（証明書を追加済み）')).toBeVisible();
  await doctor.press('再申請する');
  await doctor.heading('申請内容の確認');
  await expect(unchanged).toHaveCount(0);
  await expect(answer).toHaveValue('裏面には日付がありません。');
  await doctor.press('再申請する');
  expect(await doctor.receipt('審査中')).toBe(number);
  const main = page.getByRole('main');
  await expect(main).toContainText('再申請を受け付けました。');
  await expect(main).toContainText('再申請日時');
  await expect(main).toContainText('裏面には日付がありません。');
});
