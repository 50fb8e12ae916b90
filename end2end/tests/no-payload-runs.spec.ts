import { type Page } from '@playwright/test';
import { png } from './files';
import { PAYLOADS } from './payloads';
import { Doctor, Reviewer } from './steps';
import { expect, test } from './support';

test.describe.configure({ timeout: 300_000 });

/** What a text that got in would leave on a page. */
async function traces(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const ran = (window as unknown as { ran?: number }).ran;
    const elements = [...document.querySelectorAll('[data-ran]')].map((element) => element.outerHTML.slice(0, 100));
    return [...(ran === undefined ? [] : [`payload ${ran} ran`]), ...elements];
  });
}

async function expectClean(page: Page, address?: string): Promise<void> {
  if (address) await page.goto(address);
  expect(await traces(page), page.url()).toEqual([]);
}

/** As many payloads one after the other as a field of a line takes. */
function lines(most = 200): string[] {
  const packed: string[] = [];
  for (const payload of PAYLOADS) {
    const last = packed.at(-1);
    if (last !== undefined && [...last].length + [...payload].length + 1 <= most) packed[packed.length - 1] = `${last} ${payload}`;
    else packed.push(payload);
  }
  return packed;
}

/** Every so manieth in the normal run; a long run takes all. */
function some<T>(all: T[], step: number): T[] {
  return process.env.SHURYO_SOAK ? all : all.filter((_, index) => index % step === 0);
}

/** A form that is posted as a browser would, without waiting for its page. */
async function post(page: Page, path: string, form: Record<string, string>, allowed: number[]): Promise<void> {
  const origin = new URL(page.url()).origin;
  const answer = await page.request.post(path, { form, headers: { origin }, maxRedirects: 0 });
  expect(allowed, `${path}: ${answer.status()}`).toContain(answer.status());
}

test('a hundred payloads are different, and what would let one in is noticed', async ({ page, guard }) => {
  // Here they do get in, and look for what is not there.
  guard.allow(/./);
  expect(new Set(PAYLOADS).size).toBe(100);
  await page.goto('about:blank');
  let noticed = 0;
  for (const payload of PAYLOADS) {
    await page.evaluate((text) => {
      document.body.innerHTML = '';
      document.body.innerHTML = `<p title="${text}"></p><p>${text}</p>`;
    }, payload);
    if ((await traces(page)).length > 0) noticed += 1;
  }
  // Of a body, and of what stands in a comment, a browser keeps no element; the others stand for them.
  expect(noticed).toBeGreaterThan(90);
});

test('no payload runs wherever a doctor or a clerk writes it', async ({ page, visitor, guard }) => {
  guard.allow(/status of 4(04|09|22)/);
  const doctor = new Doctor(page);
  await doctor.logIn('demo-short');
  await doctor.openApplication();
  await doctor.enterOther('見本', [png('修了証.png')]);
  await doctor.addLecture({ units: '3.5', codes: '12', title: '見本の研修会', proofs: [png('参加証.png', 0x90)] });
  const application = new URL(page.url()).pathname;
  const lecture = (await page.getByRole('link', { name: /^変更\s*：見本の研修会$/ }).getAttribute('href'))!;
  const version = async () => {
    await page.goto(application);
    return page.locator('input[name=version]').first().inputValue();
  };

  const packed = lines();
  for (const text of some(packed, 8)) {
    await page.goto(lecture);
    await doctor.title.fill(text);
    const field = page.getByLabel(/^主催者/).or(page.getByLabel(/^活動の内容/)).first();
    if (await field.isVisible()) await field.fill(text);
    // Kept by itself first: the text that was never registered is shown as well.
    await expect(page.locator('.summary-bar__note')).toHaveText(/保存しました|復元しました/);
    await expectClean(page, lecture);
    await expect(doctor.title).toHaveValue(text);
    // Refused: it comes back beside its complaint, and so do the fields that take no such text.
    await doctor.units.fill(text.slice(0, 20));
    await doctor.codes.fill(text);
    await doctor.press('変更を保存');
    await expect(page.getByRole('alert').first()).toBeVisible();
    await expectClean(page);
    await doctor.units.fill('3.5');
    await doctor.codes.fill('12');
    await doctor.press('変更を保存');
    await doctor.onApplication();
    await expectClean(page);
    await expect(page.getByRole('main')).toContainText(text);
    await expectClean(page, `${application}/check`);
  }

  // A text of several lines takes them in a few pieces.
  const texts = Array.from({ length: Math.ceil(packed.length / 4) }, (_, index) => packed.slice(index * 4, index * 4 + 4).join('\n'));
  for (const text of texts) {
    await page.goto(`${application}/practical`);
    await page.getByLabel('実地研修の内容', { exact: true }).fill(text);
    await doctor.press('登録');
    await doctor.onApplication();
    await expectClean(page, `${application}/practical`);
    await expectClean(page, `${application}/check`);
  }

  await page.goto(application);
  await doctor.chooseDestination('東京都', '東京都医師会');
  const number = await doctor.send();
  await expectClean(page);

  const reviewer = new Reviewer(await visitor());
  await reviewer.logIn('demo-prefecture');
  await reviewer.openCase(number);
  await expectClean(reviewer.page);
  await expect(reviewer.page.getByRole('main')).toContainText(packed.at(-1)!);
  await reviewer.choose('差戻し');
  await reviewer.reason.fill(texts[0]!);
  await reviewer.page.getByLabel(/^直してほしい点/).first().fill(texts.at(-1)!);
  await reviewer.press('差戻し');
  await expect(reviewer.page.getByRole('main')).toContainText('差戻し（修正待ち）');
  await expectClean(reviewer.page);
  for (const address of ['/', application, `${application}/practical`, `${application}/check`, lecture, '/history', '/outbox']) await expectClean(page, address);
  await page.goto(application);
  await expect(page.getByRole('main')).toContainText('window.ran=1');

  // Addresses and forms that anybody can send.
  for (const text of some(packed, 2)) {
    const query = encodeURIComponent(text);
    await expectClean(page, `/try?membership=${query}&registered=${query}&added=${query}&items=${query}`);
    await expectClean(page, `/history?programme=${query}&year=${query}&from=${query}&tab=${query}`);
    await expectClean(reviewer.page, `/review?status=${query}&after=${query}`);
    await expectClean(page, `/applications/new?year=${query}&what_if_lecture=${query}&prefecture=${query}`);
  }
  await post(page, `${application}/typed/discard`, { screen: PAYLOADS[0]!, version: await version() }, [303, 404, 409, 422]);
});

test('no payload runs where somebody logs in', async ({ page, guard }) => {
  guard.allow(/status of 4\d\d/);
  // A log-in name is short, and wrong ones are counted: a few of each kind.
  for (const text of PAYLOADS.filter((_, index) => index % 25 === 0)) {
    await page.goto('/login');
    await page.getByLabel('ログインID', { exact: true }).fill(text.slice(0, 64));
    await page.getByLabel('パスワード', { exact: true }).fill('wrong');
    await page.getByRole('button', { name: 'ログイン', exact: true }).click();
    await expect(page.getByRole('main')).toContainText('ログイン');
    await expectClean(page);
    await expectClean(page, `/login?next=${encodeURIComponent(text)}`);
  }
});
