import { type Locator, type Page } from '@playwright/test';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { pdf, type Upload } from './files';
import { Doctor, ROTA } from './steps';
import { expect, test } from './support';

const CUT = '通信が切れました。つながりしだい続きを送ります。';

/** Five pieces of 256 KiB. A document, because a photo would be shrunk before it is sent. */
const sample = (): Upload => pdf('当番表.pdf', 1, 1_200_000);

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/** Which pieces set out for the server, by their numbers. */
function piecesOf(page: Page): number[] {
  const sent: number[] = [];
  page.on('request', (request) => {
    const number = /\/pieces\/(\d+)$/.exec(request.url())?.[1];
    if (number) sent.push(Number(number));
  });
  return sent;
}

async function choose(page: Page): Promise<void> {
  await page.getByRole('radio', { name: 'Ⅰ都道府県・郡市区医師会が認めた研修等', exact: true }).check();
  await page.getByRole('checkbox', { name: ROTA, exact: true }).check();
}

/** 実地研修実績入力 with ROTA chosen; the list of its files. */
async function practical(doctor: Doctor): Promise<Locator> {
  await doctor.logIn('demo-member');
  await doctor.openApplication();
  await doctor.openPractical();
  await choose(doctor.page);
  return doctor.page.getByRole('listitem').filter({ hasText: '当番表.pdf' });
}

test('an upload goes on by itself where its line was cut, and the receipt proves what arrived', async ({ page, guard }) => {
  guard.allow(/net::ERR_/);
  const doctor = new Doctor(page);
  const file = await practical(doctor);
  const sent = piecesOf(page);
  let cuts = 3;
  await page.route(/\/pieces\/2$/, (route) => (cuts-- > 0 ? route.abort('connectionreset') : route.continue()));

  const picture = sample();
  await doctor.proofOf(ROTA).setInputFiles(picture);
  await expect(file).toContainText(CUT);
  await doctor.look();
  await expect(file).toContainText('添付済み');
  // Each piece went until it arrived and not once more.
  expect(sent).toEqual([0, 1, 2, 2, 2, 2, 3, 4]);
  await doctor.register();
  const number = await doctor.send();

  const main = page.getByRole('main');
  await main.locator('.fingerprint summary').last().click();
  await doctor.look();
  const received = sha256(picture.buffer);
  const prints = await main.locator('dl.fingerprint__lines').innerText();
  expect(prints.replace(/\s+/g, ' ')).toMatch(
    new RegExp(`選んだとき ${received} 届いたとき ${received} 保存したとき [0-9a-f]{64}`),
  );
  const stored = /保存したとき\s+([0-9a-f]{64})/.exec(prints)?.[1] ?? '';
  expect(stored).not.toBe(received);

  const link = page.getByRole('link', { name: '受付票（PDF）', exact: true });
  await expect(link).toHaveAttribute('target', '_blank');
  const answer = await page.request.get((await link.getAttribute('href')) ?? '');
  expect(answer.headers()['content-type']).toBe('application/pdf');
  expect(answer.headers()['content-disposition']).toMatch(/^inline; filename\*=UTF-8''.*\.pdf$/);
  expect(answer.headers()['content-disposition']).toContain(number);
  const text = execFileSync('pdftotext', ['-', '-'], { input: await answer.body(), encoding: 'utf8' }).replace(/\s/g, '');
  for (const part of [number, '受付票', '見本', '当番表.pdf', received, stored]) expect(text).toContain(part);
  const stranger = await page.request.get((await link.getAttribute('href')) ?? '', { headers: { cookie: '' }, maxRedirects: 0 });
  expect(stranger.status()).toBe(303);
});

test('an upload goes on when the server was killed in the middle of it', async ({ page, server, guard }) => {
  guard.allow(/net::ERR_/);
  const doctor = new Doctor(page);
  const file = await practical(doctor);
  const sent = piecesOf(page);
  let killed = false;
  await page.route(/\/pieces\/3$/, async (route) => {
    if (!killed) {
      killed = true;
      await server.kill9();
    }
    await route.continue();
  });
  await doctor.proofOf(ROTA).setInputFiles(sample());
  await expect(file).toContainText(CUT);
  // The form waits for the file, however long the line is away.
  await doctor.press('登録');
  await server.restart();
  await page.getByRole('button', { name: 'もう一度送る', exact: true }).click({ timeout: 2_000 }).catch(() => {});
  await doctor.onApplication();
  await doctor.expectTotal('座学 6.5 + 実地 5.0 = 合計 11.5 / 10.0');
  expect(sent.filter((number) => number < 3)).toEqual([0, 1, 2]);

  await doctor.openPractical();
  await expect(file).toHaveCount(1);
  await expect(file).toContainText('添付済み');
});

test('a page that is opened again goes on with the same file, and what is cancelled is gone', async ({ page, guard }) => {
  guard.allow(/net::ERR_/);
  const doctor = new Doctor(page);
  const file = await practical(doctor);
  const sent = piecesOf(page);
  await page.route(/\/pieces\/[2-4]$/, (route) => route.abort('connectionreset'));
  const picture = sample();
  await doctor.proofOf(ROTA).setInputFiles(picture);
  await expect(file).toContainText(CUT);
  await page.getByRole('button', { name: /^取り消す/ }).click();
  await expect(file).toHaveCount(0);

  await page.unrouteAll();
  sent.length = 0;
  await page.reload();
  // What was ticked is kept, on the device at the least.
  await expect(page.getByRole('checkbox', { name: ROTA, exact: true })).toBeChecked();
  await doctor.proofOf(ROTA).setInputFiles(picture);
  await expect(file).toContainText('添付済み');
  expect(sent).toEqual([2, 3, 4]);
  // The very same file once more is the one that is there.
  await doctor.proofOf(ROTA).setInputFiles(picture);
  await expect(page.getByRole('status').filter({ hasText: 'すでに添付されています' })).toHaveCount(1);
  await expect(file).toHaveCount(1);
});
