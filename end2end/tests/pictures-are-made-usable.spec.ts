import { type Locator, type Page } from '@playwright/test';
import { pdf, png, type Upload } from './files';
import { asATelephoneSavesIt, photo, stored, watchWhatIsSent, whatWasSent } from './pictures';
import { Doctor, ON_CALL, ROTA } from './steps';
import { expect, test } from './support';

const DARK = /暗くて読めないかもしれません/;
const BLURRED = /ぼやけているようです/;
const ANY_DOUBT = /かもしれません|ようです|同じファイル/;

function file(page: Page, name: string): Locator {
  return page.getByRole('listitem').filter({ hasText: name });
}

async function atPractical(page: Page, items = [ROTA]): Promise<Doctor> {
  const doctor = new Doctor(page);
  await doctor.logIn('demo-member');
  await doctor.openApplication();
  await doctor.openPractical();
  await page.getByRole('radio', { name: 'Ⅰ都道府県・郡市区医師会が認めた研修等', exact: true }).check();
  for (const item of items) await page.getByRole('checkbox', { name: item, exact: true }).check();
  return doctor;
}

test('a large photo is sent small, upright and without its position', { tag: '@scripts' }, async ({ page }) => {
  await watchWhatIsSent(page);
  const doctor = await atPractical(page);
  const scene = { width: 4000, height: 3000, grain: 12, mark: true };
  const chosen = asATelephoneSavesIt(await photo(page, 'IMG_0001.jpg', scene));
  expect(chosen.buffer.length).toBeGreaterThan(3_000_000);
  expect(chosen.buffer.includes('Exif')).toBe(true);

  await doctor.proofOf(ROTA).setInputFiles(chosen);
  const row = file(page, 'IMG_0001.jpg');
  await expect(row).toContainText('添付済み', { timeout: 30_000 });
  await expect(row).not.toContainText(ANY_DOUBT);
  const sent = await whatWasSent(page);
  expect(sent.length).toBeGreaterThan(10_000);
  expect(sent.length).toBeLessThan(chosen.buffer.length / 2);
  expect(sent.includes('Exif'), 'what a telephone writes beside the pixels stays there').toBe(false);

  const address = await row.getByRole('link').getAttribute('href');
  expect(await stored(page, address!)).toEqual({ width: 1800, height: 2400, mark: 'upper right' });
  await doctor.look();
});

test('what is small enough, and a PDF, is sent as it was chosen', { tag: '@scripts' }, async ({ page }) => {
  await watchWhatIsSent(page);
  const doctor = await atPractical(page);
  const small = await photo(page, '小さい写真.jpg', { width: 1200, height: 900 });
  const chosen: Upload[] = [small, png('画面.png'), pdf('参加証.pdf')];
  let expected = 0;
  for (const each of chosen) {
    await doctor.proofOf(ROTA).setInputFiles(each);
    await expect(file(page, each.name)).toContainText('添付済み');
    expected += each.buffer.length;
  }
  expect((await whatWasSent(page)).length).toBe(expected);
});

test('a dark and a blurred picture get their hint, and are taken all the same', { tag: '@scripts' }, async ({ page }) => {
  const doctor = await atPractical(page);
  const size = { width: 2000, height: 1500 };
  const good = await photo(page, '良い写真.jpg', { ...size, grain: 4 });
  const dark = await photo(page, '暗い写真.jpg', { ...size, paper: '#2c2c2c', ink: '#0a0a0a', grain: 4 });
  const blurred = await photo(page, 'ぼけた写真.jpg', { ...size, blur: 12, grain: 2 });
  await doctor.proofOf(ROTA).setInputFiles([good, dark, blurred]);
  for (const { name } of [good, dark, blurred]) await expect(file(page, name)).toContainText('添付済み');
  await expect(file(page, good.name)).not.toContainText(ANY_DOUBT);
  await expect(file(page, dark.name)).toContainText(DARK);
  await expect(file(page, dark.name)).not.toContainText(BLURRED);
  await expect(file(page, blurred.name)).toContainText(BLURRED);
  await doctor.look();
  await doctor.register();
  await doctor.expectTotal('座学 6.5 + 実地 5.0 = 合計 11.5 / 10.0');
});

test('the same file at two claims is said at both, and on the way to sending', { tag: '@scripts' }, async ({ page }) => {
  const doctor = await atPractical(page, [ROTA, ON_CALL]);
  const same = await photo(page, '当番表.jpg', { width: 3000, height: 2000, grain: 4 });
  const other = png('別のもの.png');
  await doctor.proofOf(ROTA).setInputFiles([same, other]);
  await expect(file(page, '別のもの.png')).toContainText('添付済み');
  await expect(page.getByText('同じファイルが')).toHaveCount(0);
  await doctor.proofOf(ON_CALL).setInputFiles({ ...same, name: '同じ当番表.jpg' });
  const [atRota, atOnCall] = [`同じファイルが「${ON_CALL}」にも添付されています。`, `同じファイルが「${ROTA}」にも添付されています。`];
  await expect(page.getByRole('listitem').filter({ hasText: '同じ当番表.jpg' })).toContainText(atOnCall);
  await expect(page.getByRole('listitem').filter({ hasText: /^(?!.*同じ当番表).*当番表\.jpg/ })).toContainText(atRota);
  await expect(file(page, '別のもの.png')).not.toContainText('同じファイル');
  await doctor.look();

  await doctor.register();
  await doctor.openPractical();
  await expect(page.getByText(atRota)).toBeVisible();
  await expect(page.getByText(atOnCall)).toBeVisible();
  await page.goto(page.url().replace(/practical.*/, 'check'));
  await expect(page.getByText(atRota)).toBeVisible();
  await doctor.look();

  await page.goto(page.url().replace('check', 'practical'));
  await page.getByRole('button', { name: /^削除\s*：同じ当番表\.jpg$/ }).click();
  await page.getByRole('button', { name: /^削除しない/ }).click();
  await expect(page.getByText(atOnCall)).toBeVisible();
  await page.getByRole('button', { name: /^削除\s*：同じ当番表\.jpg$/ }).click();
  await page.getByRole('button', { name: /^削除する\s*：同じ当番表\.jpg$/ }).click();
  await expect(page.getByText('同じファイルが')).toHaveCount(0);
});

test('an earlier proof is used again, and what was typed stays', async ({ page, scripts }) => {
  const doctor = new Doctor(page, scripts);
  await doctor.logIn('demo-member');
  await doctor.openApplication();
  await doctor.enterItems([{ item: ROTA, proofs: [png('当番表.png')] }]);

  await doctor.openLecture();
  await doctor.fillLecture({ units: '1.5', codes: '12、73', title: '見本の研修会' });
  await page.getByText('前に添付したファイルを使う').click();
  const list = page.getByLabel('前に添付したファイル（追加した座学研修）', { exact: true });
  await doctor.look();
  await list.selectOption({ label: `当番表.png（${ROTA}・2026年1月20日に添付）` });
  await page.getByRole('button', { name: /^このファイルを添付/ }).click();
  // The same page comes again, now with the file.
  await expect(page.getByRole('link', { name: '当番表.png' })).toBeVisible();
  await doctor.heading('座学研修（生涯教育制度）単位等追加入力');
  await expect(page.getByText(`同じファイルが「${ROTA}」にも添付されています。`)).toBeVisible();
  await expect(doctor.units).toHaveValue('1.5');
  await expect(doctor.codes).toHaveValue('12、73');
  await expect(doctor.title).toHaveValue('見本の研修会');
  await expect(page.getByText('前に添付したファイルを使う'), 'nothing else is there to use again').toHaveCount(0);
  await doctor.press('追加');
  await doctor.onApplication();
  await doctor.expectTotal('座学 8.0 + 実地 5.0 = 合計 13.0 / 10.0');
  await doctor.send();
});

test('a picked earlier proof counts with 登録 too', async ({ page, scripts }) => {
  const doctor = new Doctor(page, scripts);
  await doctor.logIn('demo-member');
  await doctor.openApplication();
  await doctor.enterItems([{ item: ROTA, proofs: [png('当番表.png')] }]);
  await doctor.openPractical();
  await page.getByRole('checkbox', { name: ON_CALL, exact: true }).check();
  const list = page.getByLabel(`前に添付したファイル（${ON_CALL}）`, { exact: true });
  await page.locator('details').filter({ has: list }).locator('summary').click();
  await list.selectOption({ index: 1 });
  await doctor.register();
  await doctor.expectTotal('座学 6.5 + 実地 10.0 = 合計 16.5 / 10.0');
});

test('somebody else’s proof cannot be used by its number', { tag: '@scripts' }, async ({ page, visitor, guard }) => {
  guard.allow(/status of 404/);
  const doctor = await atPractical(page);
  await doctor.proofOf(ROTA).setInputFiles(png('当番表.png'));
  await expect(file(page, '当番表.png')).toContainText('添付済み');
  const theirs = (await file(page, '当番表.png').getByRole('link').getAttribute('href'))!.split('/').pop()!;

  const stranger = await visitor();
  const other = new Doctor(stranger);
  await other.logIn('demo-district');
  await other.openApplication();
  await other.openPractical();
  const answer = await stranger.evaluate(
    async (theirs) => {
      const body = new URLSearchParams({ version: '0', reuse: 'practical:I-01', 'reuse:practical:I-01': theirs });
      return (await fetch(location.href, { method: 'POST', body })).status;
    },
    theirs,
  );
  expect(answer).toBe(404);
});
