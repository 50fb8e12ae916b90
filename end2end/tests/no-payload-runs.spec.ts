import { type Locator, type Page } from '@playwright/test';
import { createHash } from 'node:crypto';
import { png, textNamedPdf, type Upload } from './files';
import { PAYLOADS, unescaped, Watch } from './payloads';
import { Doctor, Reviewer, ROTA } from './steps';
import { expect, PASSWORD, test as base } from './support';

base.describe.configure({ timeout: 300_000 });

/** In a long run every page is opened that shows a text, otherwise some of those that are alike. */
const LONG = Boolean(process.env.SHURYO_SOAK);
const SAVED = /保存しました \d+:\d\d/;

/** The payloads one behind the other in as few texts as a field's limit allows. */
function packed(most: number, between = ' ', payloads = PAYLOADS): string[] {
  const texts: string[] = [];
  for (const { text } of payloads) {
    const last = texts.at(-1);
    if (last !== undefined && last.length + between.length + text.length <= most) texts.splice(-1, 1, last + between + text);
    else texts.push(text);
  }
  return texts;
}

/** For a field that comes back as it was sent, however long. */
const ALL = packed(Infinity).join();
/** What is typed on a sub-screen is kept up to this length. */
const KEPT = packed(4000);
/** For a field of several lines. */
const TEXTS = packed(2000, '\n');
/** For a field of one line. */
const LINES = packed(200);
/** A file's name holds no slashes and nothing invisible. */
const NAMES = packed(110, ' ', PAYLOADS.filter(({ text }) => !/[/\\\u2028\u2029]/.test(text))).map((text) => `${text}.png`);

/** The texts in turn, as often as wanted. */
function nth(texts: string[], index: number): string {
  return texts[index % texts.length] ?? '';
}

const test = base.extend<{ watch: Watch }>({
  watch: async ({ page }, use) => {
    const watch = new Watch();
    await watch.over(page);
    await use(watch);
    // Some wait a moment before they run.
    expect(watch.happened).toEqual([]);
  },
});

/** Types however much: who wants to do harm does not stop at a field's end. */
async function fill(field: Locator, text: string): Promise<void> {
  await field.evaluate((control) => control.removeAttribute('maxlength'));
  await field.fill(text);
}

const area = (page: Page, label: string | RegExp) => page.getByRole('textbox', { name: label, exact: true });

/** A form that is posted as the page would, without it. */
async function post(page: Page, path: string, form: Record<string, string>): Promise<string> {
  const origin = new URL(page.url()).origin;
  const answer = await page.request.post(path, { form, headers: { origin }, maxRedirects: 0 });
  expect(answer.status(), path).toBe(303);
  return answer.headers()['location'] ?? '';
}

/** A proof as the page sends it, under a name that no folder would have. */
async function upload(page: Page, application: string, claim: string, { name, buffer }: Upload): Promise<void> {
  const origin = new URL(page.url()).origin;
  const sha256 = createHash('sha256').update(buffer).digest('hex');
  const form = { claim, file_name: name, size: String(buffer.length), sha256_chosen: sha256, sha256_sent: sha256 };
  const begun = await page.request.post(`${application}/uploads`, { form, headers: { origin } });
  const { id } = ((await begun.json()) as { Ok: { id: string } }).Ok;
  const headers = { origin, 'content-type': 'application/octet-stream' };
  const piece = await page.request.post(`${application}/uploads/${id}/pieces/0`, { data: buffer, headers });
  const end = await page.request.post(`${application}/uploads/${id}/finish`, { form: {}, headers: { origin } });
  expect([begun.status(), piece.status(), end.status()], name).toEqual([200, 200, 200]);
}

/** The version that a page's forms are made from. */
async function version(page: Page, address: string): Promise<string> {
  const text = await (await page.request.get(address)).text();
  return /name="version"[^>]*value="(\d+)"/.exec(text)?.[1] ?? '';
}

test('each of a hundred payloads is noticed where nobody escapes it', async ({ page, guard, watch }) => {
  // Here they do get in, and look for what is not there.
  guard.allow(/./);
  expect(PAYLOADS).toHaveLength(100);
  expect(new Set(PAYLOADS.map(({ text }) => text.replace(/\d+/g, ''))).size, 'different ones').toBe(100);
  const unnoticed: string[] = [];
  const ran = new Set<number>();
  for (const payload of PAYLOADS) {
    await page.setContent(unescaped(payload));
    const complaints = await watch.complaints(page, []);
    if (complaints.length === 0) unnoticed.push(`${payload.place}: ${payload.text}`);
    for (const complaint of watch.happened.splice(0)) ran.add(Number(/(\d+) ran/.exec(complaint)?.[1]));
  }
  await page.goto('about:blank');
  watch.happened.splice(0);
  expect(unnoticed).toEqual([]);
  // That the code itself works, and not only its marks: the others wait for a click, or for an older browser.
  expect(ran.size).toBeGreaterThan(50);
});

test('what is escaped is not complained of, what is dropped or stopped by the policy is', async ({ page, guard, watch }) => {
  guard.allow(/./);
  await page.setContent('<p></p><textarea></textarea>');
  await page.locator('p').evaluate((place, text) => (place.textContent = text), ALL);
  await page.locator('textarea').fill(TEXTS.join('\n'));
  expect(await watch.complaints(page, [ALL, ...TEXTS, ...LINES])).toEqual([]);
  await page.locator('p').evaluate((place) => (place.textContent = place.textContent!.replaceAll('<', '')));
  expect(await watch.complaints(page, [ALL])).toEqual([`not shown: ${ALL}`]);

  // A page of ours as it would be if nobody escaped it: the policy keeps the code from running, the marks are seen.
  await page.route('**/login?next=*', async (route) => {
    const response = await route.fetch();
    const body = (await response.text()).replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"');
    await route.fulfill({ response, body });
  });
  await page.goto(`/login?next=${encodeURIComponent(ALL)}`);
  const complaints = await watch.complaints(page, []);
  expect(complaints.length).toBeGreaterThan(10);
  expect(complaints.filter((complaint) => !complaint.startsWith('<'))).toEqual([]);
});

test('no payload runs where nobody has logged in', async ({ page, guard, watch }) => {
  guard.allow(/status of 4(00|04|09|10|22)/);
  const all = encodeURIComponent(ALL);
  await page.goto('/login');
  await fill(page.getByLabel('ログインID', { exact: true }), ALL);
  await fill(page.getByLabel('パスワード', { exact: true }), ALL);
  await page.getByRole('button', { name: 'ログイン', exact: true }).click();
  await expect(page.getByText('ログインIDまたはパスワードが違います。').first()).toBeVisible();
  await watch.quiet(page, ALL);
  await watch.open(page, `/login?next=${all}`, ALL);

  await watch.open(page, `/try?registered=${all}&added=${all}&practical=I&items=${all}`, ALL);
  await watch.open(page, `/try?membership=${all}&registered=1&practical=${all}&destination=${all}&licence=${all}`);
  await fill(page.getByLabel('登録済みの座学研修の単位', { exact: true }), ALL);
  await fill(page.getByLabel('今年度に追加する座学研修の単位', { exact: true }), ALL);
  await watch.quiet(page, ALL);

  for (const address of [`/${all}`, `/verify/${all}`, `/camera/${all}`, `/register?${all}`, `/outbox?${all}`, `/applications/${all}`, `/history?date=${all}`]) {
    await watch.open(page, address);
  }
  // The way on after the log-in is an address of ours and no code.
  await page.goto(`/login?next=${encodeURIComponent('javascript:ran(0)')}`);
  await page.getByLabel('ログインID', { exact: true }).fill('demo-member');
  await page.getByLabel('パスワード', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'ログイン', exact: true }).click();
  await expect(page).toHaveURL(/:\d+\/$/);
  await watch.quiet(page);
});

test('no payload runs where a text is kept before it is registered, or refused', async ({ page, context, guard, watch }) => {
  guard.allow(/status of 4(09|22)|ERR_INTERNET_DISCONNECTED|Failed to fetch|does not conform to the required format/);
  const doctor = new Doctor(page, false);
  await doctor.logIn('demo-short');
  await doctor.openApplication();
  await doctor.openLecture();
  const application = new URL(page.url()).pathname.replace('/lectures/new', '');
  const note = page.locator('.summary-bar__note');

  const names = ['organiser', 'detail', 'title', 'units', 'codes'];
  for (const text of KEPT) {
    await page.getByRole('radio').first().check();
    await fill(area(page, '主催者（任意）'), text);
    await page.getByRole('radio').nth(1).check();
    await fill(area(page, '活動の内容（任意）'), text);
    for (const field of [doctor.title, doctor.units, doctor.codes]) await fill(field, text);
    await page.getByText('カリキュラムコードの一覧から選ぶ').click();
    await fill(page.getByLabel('番号または名前で探す'), text);
    await expect(note).toHaveText(SAVED);
    await watch.quiet(page, text);
    // Restored from what the server keeps, then sent and refused.
    await watch.open(page, page.url(), text);
    await expect(page.getByText('登録していない入力を復元しました')).toBeVisible();
    for (const name of names) await expect(page.locator(`[name=${name}]`)).toHaveValue(text);
    await doctor.press('追加');
    await expect(page.getByRole('alert').first()).toBeVisible();
    await watch.quiet(page, text);
    for (const name of names) await expect(page.locator(`[name=${name}]`)).toHaveValue(text);
  }

  // Files that are refused stand in the list under their names.
  await doctor.proofInput.setInputFiles(NAMES.map((name) => textNamedPdf(name)));
  await expect(page.locator('.file--failed')).toHaveCount(NAMES.length);
  await watch.quiet(page, ...NAMES);

  // Another window says something else: its text is quoted.
  const [one, other] = [nth(LINES, 0), nth(LINES, -1 + LINES.length)];
  const window = new Doctor(await context.newPage(), false);
  await window.page.goto(page.url());
  await expect(window.page.locator('body.awake')).toBeVisible();
  await doctor.title.fill(one);
  await expect(note).toHaveText(SAVED);
  await window.title.fill(other);
  await expect(window.page.getByRole('button', { name: '別の画面の入力に替える' })).toBeVisible();
  await watch.quiet(window.page, one, other);
  await window.page.close();

  // Kept by the device alone, and restored from there.
  await page.goto(`${application}/practical`);
  await expect(page.locator('body.awake')).toBeVisible();
  await page.getByRole('radio', { name: 'Ⅱその他', exact: true }).check();
  const description = area(page, '実地研修の内容');
  for (const text of KEPT) {
    await context.setOffline(true);
    await fill(description, text);
    await expect(note).toContainText('この端末に保存しました');
    await watch.quiet(page, text);
    await page.goto('about:blank');
    await context.setOffline(false);
    await page.goto(`${application}/practical`);
    await expect(description).toHaveValue(text);
    await watch.quiet(page, text);
    await expect(note).toHaveText(SAVED);
  }
  await fill(description, ALL);
  await doctor.press('登録');
  await expect(page.getByRole('alert').first()).toContainText('2000文字以内');
  await watch.quiet(page, ALL);
  await page.getByRole('radio').first().check();
  await fill(page.getByLabel('項目を探す', { exact: true }), ALL);
  await watch.quiet(page, ALL);

  // What a browser's own controls would never send.
  for (const [index, text] of KEPT.entries()) {
    const lecture = `unseen-${index}`;
    const form = { version: await version(page, `${application}/lectures/new`), typed: '0', lecture, kind: text, activity: text, acquired_on: text, self_declared: text };
    const headers = { origin: new URL(page.url()).origin };
    const answer = await page.request.post(`${application}/lectures/new`, { form, headers });
    expect(answer.status()).toBe(422);
    await watch.open(page, `${application}/lectures/new?lecture=${lecture}`, text);
    await post(page, `${application}/typed/discard`, { screen: `lecture:${lecture}` });
  }

  // 予定の研修, typed and in the address.
  await page.goto(application);
  await page.getByText('予定の研修を加えて試算する', { exact: true }).click();
  await fill(page.getByLabel('予定の座学（単位）', { exact: true }), ALL);
  await fill(page.getByLabel('予定の実地（項目）', { exact: true }), ALL);
  await watch.quiet(page, ALL);
  const all = encodeURIComponent(ALL);
  await watch.open(page, `${application}?what_if_lecture=${all}&what_if_items=${all}`, ALL);
});

test('no payload runs in what is sent, returned and sent again', async ({ page, visitor, guard, watch }) => {
  guard.allow(/status of 4(09|22)/);
  const doctor = new Doctor(page, false);
  await doctor.logIn('demo-short');
  await doctor.openApplication();

  // The first of each is typed.
  for (const text of TEXTS) {
    await doctor.openPractical();
    // Before it wakes, a text of several lines could lose against the one of the last visit.
    await expect(page.locator('body.awake')).toBeVisible();
    await page.getByRole('radio', { name: 'Ⅱその他', exact: true }).check();
    await area(page, '実地研修の内容').fill(text);
    await doctor.register();
    await watch.open(page, `${new URL(page.url()).pathname}/practical`, text);
    await watch.open(page, page.url().replace('/practical', '/check'), text);
    await page.goto(page.url().replace('/check', ''));
  }
  const application = new URL(page.url()).pathname;
  await doctor.openPractical();
  await doctor.proofOf('大学や医師会等のシミュレーションラボ・その他').setInputFiles(NAMES.slice(0, 9).map((name, index) => png(name, 0xc0 + index)));
  await doctor.register();
  await doctor.openLecture();
  await area(page, '主催者（任意）').fill(nth(LINES, 1));
  await doctor.fillLecture({ units: '0.5', codes: '12', title: nth(LINES, 0), proofs: [png(nth(NAMES, 0), 0x10)] });
  await doctor.press('追加');
  await doctor.onApplication();

  // The others are posted: as many lectures as it takes, each with as much as its fields hold.
  const lecture = (index: number) => `lecture-${index}`;
  for (const [index, title] of LINES.entries()) {
    // Each file twice, so that each page says of one lecture that another has its file.
    await upload(page, application, `lecture:${lecture(index)}`, png(nth(NAMES, index), 0x10 + (index >> 1)));
    await post(page, `${application}/lectures/new`, {
      version: await version(page, `${application}/lectures/new`),
      lecture: lecture(index),
      kind: index % 2 ? 'a' : 'b',
      activity: index % 2 ? '' : 'writing',
      title,
      organiser: nth(LINES, index + 5),
      detail: nth(TEXTS, index),
      acquired_on: '2026-01-10',
      units: '0.5',
      codes: '12',
    });
  }
  await page.goto(application);
  await page.getByLabel('都道府県', { exact: true }).selectOption({ label: '東京都' });
  await page.getByLabel('申請先医師会', { exact: true }).selectOption({ label: '東京都医師会' });
  await watch.quiet(page, ...LINES);
  await expect(page.locator('.summary-bar__note')).toHaveText(SAVED);
  await watch.open(page, `${application}/check`, ...LINES, ...TEXTS, ...NAMES);
  await watch.open(page, `${application}/practical`, ...NAMES.slice(0, 9));
  for (const [index, title] of LINES.entries()) {
    if (!LONG && index % 9 > 0) continue;
    await watch.open(page, `${application}/lectures/${lecture(index)}`, title, nth(LINES, index + 5), nth(TEXTS, index), nth(NAMES, index));
  }

  // The page for a phone, and the phone's own, which says the names of the files that it could not take.
  const claim = `lecture:${lecture(0)}`;
  const desk = await post(page, `${application}/camera`, { claim });
  await watch.open(page, desk, nth(LINES, 0), nth(NAMES, 0));
  const phone = await visitor();
  await watch.over(phone);
  await watch.open(phone, `/camera/${new URLSearchParams(desk.split('?')[1]).get('token')}`, nth(LINES, 0));
  // On the way of a plain form a browser writes a quote in a file's name otherwise.
  const names = NAMES.filter((name) => !name.includes('"'));
  await phone.getByLabel('写真やPDFを選ぶ', { exact: true }).setInputFiles(names.map((name) => textNamedPdf(name)));
  await phone.getByRole('button', { name: '送る', exact: true }).click();
  await expect(phone.getByRole('alert')).toBeVisible();
  await watch.quiet(phone, ...names);

  await page.goto(application);
  const number = await doctor.send();
  await watch.quiet(page, ...LINES, ...NAMES);
  for (const address of ['/', '/training', '/history', '/credits', '/my-data']) await watch.open(page, address);
  await watch.open(page, '/outbox', ...LINES);

  const clerk = new Reviewer(await visitor(), false);
  await watch.over(clerk.page);
  await clerk.logIn('demo-prefecture');
  await watch.open(clerk.page, '/review');
  await clerk.openCase(number);
  await watch.quiet(clerk.page, ...LINES, ...TEXTS.slice(-1), ...NAMES);
  const case_ = new URL(clerk.page.url()).pathname;

  for (const [round, text] of TEXTS.entries()) {
    // To the whole, to the item of Ⅱ and to a lecture.
    const items = [nth(TEXTS, round + 1), nth(TEXTS, round + 2)];
    const item = '[name^="reason:practical:"]';
    // The same clerk has the question open once more, and answers it too late.
    const late = await clerk.page.context().newPage();
    for (const at of [late, clerk.page]) {
      await at.goto(`${case_}?decide=return`);
      if (round === 0 && at === clerk.page) {
        await fill(clerk.reason, ALL);
        await fill(at.locator(item), ALL);
        await clerk.press('差戻し');
        await expect(at.getByRole('alert')).toContainText('2000文字以内');
        await watch.quiet(at, ALL);
      }
      await at.getByLabel('理由', { exact: true }).fill(text);
      await at.locator(item).fill(items[0]!);
      await at.locator(`[name="reason:${claim}"]`).fill(items[1]!);
    }
    await clerk.press('差戻し');
    await expect(clerk.page.getByRole('main')).toContainText('差戻し（修正待ち）');
    await watch.quiet(clerk.page, text, ...items);
    await late.getByRole('button', { name: '差戻し', exact: true }).click();
    await expect(late.getByRole('heading', { name: '入力されていた内容' })).toBeVisible();
    await watch.quiet(late, text, ...items);
    await late.close();

    await watch.open(page, '/');
    await watch.open(page, application, text, ...items);
    await watch.open(page, `${application}/practical`, items[0]!);
    await watch.open(page, `${application}/lectures/${lecture(0)}`, items[1]!);
    await watch.open(page, `${application}/check`, text, ...items);
    const answers = [page.locator('[name=answer]'), page.locator('[name^="answer:practical:"]'), page.locator(`[name="answer:${claim}"]`)];
    if (round === 0) {
      for (const answer of answers) await fill(answer, ALL);
      await doctor.press('再申請する');
      await expect(page.getByRole('alert')).toContainText('2000文字以内');
      await watch.quiet(page, ALL);
    }
    // Turned round, so that what was asked and what is answered are told apart.
    for (const [index, answer] of [...items, text].entries()) await answers[index]!.fill(answer);
    await doctor.press('再申請する');
    await doctor.receipt('審査中');
    await watch.quiet(page, text, ...items);
    await watch.open(clerk.page, case_, text, ...items);
  }
  await watch.open(clerk.page, '/review?status=in_review');
  await watch.open(page, '/outbox');
});

test('no payload runs in a refusal and in what is asked after it', async ({ page, visitor, guard, watch }) => {
  guard.allow(/status of 422/);
  const doctor = new Doctor(page, false);
  await doctor.logIn('demo-member');
  await doctor.openApplication();
  await doctor.enterItems([{ item: ROTA, proofs: NAMES.slice(0, 9).map((name, index) => png(name, 0x20 + index)) }]);
  const clerk = new Reviewer(await visitor(), false);
  await watch.over(clerk.page);
  await clerk.logIn('demo-reviewer');

  for (const [round, text] of TEXTS.entries()) {
    const number = await doctor.send();
    const application = new URL(page.url()).pathname;
    await clerk.openCase(number);
    const case_ = new URL(clerk.page.url()).pathname;
    await clerk.choose('不承認');
    if (round === 0) {
      await fill(clerk.reason, ALL);
      await clerk.press('不承認');
      await expect(clerk.page.getByRole('alert')).toContainText('2000文字以内');
      await watch.quiet(clerk.page, ALL);
    }
    await clerk.reason.fill(text);
    await clerk.press('不承認');
    await expect(clerk.page.getByRole('main')).toContainText('不承認としました。');
    await watch.quiet(clerk.page, text);

    await watch.open(page, application, text);
    await page.goto(`${application}?confirm=reexamination`);
    const reason = page.getByLabel('理由', { exact: true });
    if (round === 0) {
      await fill(reason, ALL);
      await doctor.press('再審査を求める');
      await expect(page.getByRole('alert')).toContainText('2000文字以内');
      await watch.quiet(page, ALL);
    }
    // Said to the clerk by itself, and not by what the clerk wrote.
    const asked = nth(TEXTS, round + 1);
    await reason.fill(asked);
    await doctor.press('再審査を求める');
    await expect(page.getByRole('main')).toContainText('再審査を依頼しました。');
    await watch.quiet(page, text, asked);
    await watch.open(clerk.page, case_, text, asked);
    await watch.open(clerk.page, '/review');

    // Withdrawn and begun once more from there, where the files of before can be chosen by their names.
    await post(page, `${application}/withdraw`, { version: await version(page, `${application}?confirm=withdraw`) });
    await watch.open(page, '/history');
    await page.goto(await post(page, `${application}/copy`, { key: `copy-${round}` }));
    await doctor.onApplication();
    await watch.open(page, page.url().replace(/\?.*/, '/practical'), ...NAMES.slice(0, 9));
    await page.goBack();
  }
});

test('no payload runs in a new password, or in an address', async ({ page, visitor, guard, watch }) => {
  guard.allow(/status of 4(00|03|04|09|22)|does not conform to the required format/);
  const doctor = new Doctor(page, false);
  await doctor.logIn('demo-done');
  await page.goto('/password');
  for (const label of ['現在のパスワード', '新しいパスワード', '新しいパスワード（もう一度）']) await fill(page.getByLabel(label, { exact: true }), ALL);
  await doctor.press('変更する');
  await expect(page.getByRole('alert').first()).toBeVisible();
  await watch.quiet(page);
  // A password is never sent back.
  expect(await watch.complaints(page, [ALL])).toEqual([`not shown: ${ALL}`]);

  const all = encodeURIComponent(ALL);
  await watch.open(page, `/history?date=${all}&year=${all}&programme=${all}&search=1`, ALL);
  await page.goto('/history');
  const application = (await page.getByRole('row').getByRole('link').first().getAttribute('href')) ?? '';
  const addresses = [
    `/?done=${all}`,
    `/training?done=${all}`,
    `/history?tab=${all}&programme=${all}`,
    `/history?tab=certificates&programme=${all}&year=${all}&date=${all}`,
    `/credits?year=${all}`,
    `/credits/certificate?from=${all}&to=${all}`,
    `/applications/new?from=${all}&year=${all}&prefecture=${all}&destination=${all}`,
    `/applications/new?key=${all}&programme=${all}&search=${all}`,
    `${application}?confirm=${all}&reason=${all}&sent=${all}`,
    `${application}?copied=${all}&open=${all}&reexamined=${all}`,
    `${application}/${all}`,
    `/documents/${all}`,
    `/certificates/${all}`,
  ];
  for (const address of addresses) await watch.open(page, address);

  const clerk = new Reviewer(await visitor(), false);
  await watch.over(clerk.page);
  await clerk.logIn('demo-reviewer');
  await clerk.page.goto('/review?status=approved');
  const case_ = (await clerk.page.getByRole('row').getByRole('link').first().getAttribute('href')) ?? '';
  for (const address of [`/review?status=${all}&after=${all}`, `${case_}?decide=${all}&done=${all}`, `/review/${all}`]) {
    await watch.open(clerk.page, address);
  }
});
