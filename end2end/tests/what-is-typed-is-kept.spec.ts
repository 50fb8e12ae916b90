import { type Locator } from '@playwright/test';
import { empty, heic, png, textNamedPdf, type Upload } from './files';
import { Doctor, ROTA } from './steps';
import { expect, test } from './support';

async function expectWrong(control: Locator, why: RegExp): Promise<void> {
  await expect(control).toHaveAttribute('aria-invalid', 'true');
  await expect(control).toHaveAccessibleDescription(why);
}

test('an added lecture with mistakes comes back with everything that was typed', async ({ page, guard }) => {
  guard.allow(/status of 422/);
  const doctor = new Doctor(page);
  await doctor.logIn('demo-member');
  await doctor.openApplication();
  await doctor.openLecture();
  const title = '見本の研修会 "A" & <B> 𠮷田';
  await doctor.fillLecture({ units: '1.3', codes: '12、84', title, acquiredOn: '2025-03-31', proofs: [png('参加証.png')] });
  await doctor.press('追加');

  const summary = page.getByRole('alert');
  await expect(summary.getByRole('heading', { name: '入力内容を確認してください' })).toBeVisible();
  await expect(summary).toBeFocused();
  await doctor.look();
  await expect(summary.getByRole('link')).toHaveText([
    /申請年度（2025年度：/,
    '単位数は0.5単位きざみで入力してください（例：1.0、1.5）。',
    /「84」というカリキュラムコードはありません/,
  ]);
  await expectWrong(doctor.units, /0\.5単位きざみ/);
  await expectWrong(doctor.codes, /「84」というカリキュラムコードはありません/);
  await expectWrong(doctor.acquiredOn, /申請年度/);
  await summary.getByRole('link', { name: /0\.5単位きざみ/ }).click();
  await expect(doctor.units).toBeFocused();

  await expect(doctor.units).toHaveValue('1.3');
  await expect(doctor.codes).toHaveValue('12、84');
  await expect(doctor.title).toHaveValue(title);
  await expect(doctor.acquiredOn).toHaveValue('2025-03-31');
  await expect(page.getByRole('link', { name: '参加証.png' })).toBeVisible();
  await expect(doctor.proofInput).not.toHaveAttribute('aria-invalid', 'true');

  await doctor.fillLecture({ units: '1.5', codes: '12、83', acquiredOn: '2026-01-10' });
  await doctor.press('追加');
  await doctor.onApplication();
  await expect(page.getByRole('main')).toContainText(title);
  await doctor.expectTotal('座学 8.0 + 実地 0.0 = 合計 8.0 / 10.0');
});

test('an added lecture without anything says all that it needs', async ({ page, guard }) => {
  guard.allow(/status of 422/);
  const doctor = new Doctor(page);
  await doctor.logIn('demo-member');
  await doctor.openApplication();
  await doctor.openLecture();
  await doctor.press('追加');
  await expect(page.getByRole('alert').getByRole('link')).toHaveText([
    '単位数を入力してください。',
    /^カリキュラムコードを1つ以上入力してください/,
    '参加証や証明書のファイルを1つ以上選択してください。',
  ]);
  await doctor.look();
});

test('a wrong log-in keeps the name and says no more than that it is wrong', async ({ page, guard }) => {
  guard.allow(/status of 4\d\d/);
  await page.goto('/login');
  const doctor = new Doctor(page);
  const sentences: string[] = [];
  for (const user of ['demo-member', 'nobody-of-that-name']) {
    await page.getByLabel('ログインID', { exact: true }).fill(user);
    await page.getByLabel('パスワード', { exact: true }).fill('not the right password');
    await doctor.press('ログイン');
    await expect(page.getByText('ログインIDまたはパスワードが違います。').first()).toBeVisible();
    await expect(page).toHaveURL(/\/login$/);
    await expect(page.getByLabel('ログインID', { exact: true })).toHaveValue(user);
    await expect(page.getByLabel('パスワード', { exact: true })).toHaveValue('');
    await doctor.look();
    sentences.push(await page.getByRole('main').innerText());
  }
  expect(sentences[0]).toBe(sentences[1]);

  await page.getByLabel('ログインID', { exact: true }).fill('');
  await doctor.press('ログイン');
  await expect(page.getByRole('alert')).toContainText('入力内容を確認してください');
  await expectWrong(page.getByLabel('ログインID', { exact: true }), /ログインIDを入力してください/);
  await doctor.look();
});

const WRONG: [string, Upload, RegExp][] = [
  ['a text named PDF', textNamedPdf('参加証.pdf'), /この形式のファイルは受け付けられません/],
  ['an empty file', empty('空.png'), /ファイルの中身が空です/],
  ['a photo of an iPhone', heic('写真.jpg'), /iPhoneの形式（HEIC）/],
];

test('each wrong file is refused with its own sentence, at once', async ({ page }) => {
  const doctor = new Doctor(page);
  await doctor.logIn('demo-member');
  await doctor.openApplication();
  await doctor.openLecture();
  await doctor.fillLecture({ units: '1.0', codes: '12', proofs: [png('参加証.png')] });
  for (const [, file, sentence] of WRONG) {
    await doctor.proofInput.setInputFiles(file);
    await expect(page.getByRole('listitem').filter({ hasText: file.name })).toContainText(sentence);
  }
  await doctor.look();
  await expect(doctor.units).toHaveValue('1.0');
  for (const [, file] of WRONG) {
    await page.getByRole('button', { name: new RegExp(`^閉じる\\s*：${file.name}$`) }).click();
    await expect(page.getByRole('listitem').filter({ hasText: file.name })).toHaveCount(0);
  }
  await doctor.press('追加');
  await doctor.onApplication();
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  for (const [what, file, sentence] of WRONG) {
    test(`${what} is refused beside its field, and the rest is kept`, async ({ page, guard }) => {
      guard.allow(/status of 422/);
      const doctor = new Doctor(page, false);
      await doctor.logIn('demo-member');
      await doctor.openApplication();
      await doctor.openPractical();
      await page.getByRole('radio', { name: 'Ⅰ都道府県・郡市区医師会が認めた研修等', exact: true }).check();
      await page.getByRole('checkbox', { name: ROTA, exact: true }).check();
      const input = doctor.proofOf(ROTA);
      await input.setInputFiles([png('当番表.png'), file]);
      await doctor.press('登録');
      await expect(page.getByRole('alert')).toContainText('入力内容を確認してください');
      await expect(page.getByRole('alert')).toContainText(sentence);
      await expectWrong(input, sentence);
      await expect(page.getByRole('checkbox', { name: ROTA, exact: true })).toBeChecked();
      await expect(page.getByText('当番表.png').first()).toBeVisible();
      await doctor.register();
      await doctor.expectTotal('座学 6.5 + 実地 5.0 = 合計 11.5 / 10.0');
      await doctor.expectReady();
    });
  }
});
