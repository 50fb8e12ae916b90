import { type Page } from '@playwright/test';
import { createHmac } from 'node:crypto';
import { png } from './files';
import { Doctor, Reviewer, ROTA } from './steps';
import { expect, PASSWORD, test } from './support';

const NEW = '青い自転車で海まで走った夏の日';

/** Fills the registration; the association is picked in two steps, as without scripts. */
async function register(page: Page, email: string, membership: '会員' | '非会員'): Promise<void> {
  await page.goto('/login');
  await page.getByRole('main').getByRole('link', { name: '利用者登録', exact: true }).click();
  await page.getByLabel('氏名', { exact: true }).fill('見本 新太郎');
  await page.getByLabel('氏名（カナ）', { exact: true }).fill('ミホン シンタロウ');
  await page.getByLabel('生年月日', { exact: true }).fill('昭和45年1月2日');
  await page.getByLabel('医籍登録番号', { exact: true }).fill('第987654号');
  await page.getByRole('radio', { name: membership, exact: true }).check();
  await page.getByLabel('都道府県', { exact: true }).selectOption({ label: '東京都' });
  await page.getByRole('button', { name: 'この都道府県の医師会を表示' }).click();
  await expect(page.getByLabel('氏名', { exact: true })).toHaveValue('見本 新太郎');
  await page.getByLabel('所属または最寄りの医師会', { exact: true }).selectOption({ label: '北区医師会' });
  await page.getByLabel('メールアドレス', { exact: true }).fill(email);
  await page.getByRole('button', { name: '確認メールを送る' }).click();
  await expect(page.getByText(`${email} に、メールを送りました。`)).toBeVisible();
}

/** The link of the newest letter to an address, as its reader opens it. */
async function openLink(page: Page, address: string): Promise<void> {
  await expect(async () => {
    await page.goto('/outbox');
    const letter = page.getByRole('listitem').filter({ hasText: address }).first();
    await letter.locator('summary').click();
    await letter.getByRole('link').click({ timeout: 1_000 });
  }).toPass();
}

async function choosePassword(page: Page, button: string): Promise<void> {
  await page.getByLabel('新しいパスワード', { exact: true }).fill(NEW);
  await page.getByLabel('新しいパスワード（もう一度）', { exact: true }).fill(NEW);
  await page.getByRole('button', { name: button, exact: true }).click();
}

async function logInAs(page: Page, login: string, password: string): Promise<void> {
  await page.goto('/login');
  await page.getByLabel('ログインID', { exact: true }).fill(login);
  await page.getByLabel('パスワード', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'ログイン', exact: true }).click();
}

/** The code of an authenticator app (RFC 6238). */
function codeOf(secret: string, at: number): string {
  const bits = [...secret.replace(/\s/g, '')]
    .map((c) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0'))
    .join('');
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(at / 30_000)));
  const mac = createHmac('sha1', key).update(counter).digest();
  const offset = mac[19]! & 15;
  return String((mac.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

test('a non-member registers and applies', async ({ page, scripts }) => {
  const doctor = new Doctor(page, scripts);
  await register(page, 'shintaro@example.jp', '非会員');
  await doctor.look();
  await openLink(page, 'shintaro@example.jp');
  await doctor.heading('利用者登録');
  await choosePassword(page, '登録する');
  await doctor.heading('マイページ');
  await expect(page.getByText('見本 新太郎 さん、こんにちは。')).toBeVisible();
  await doctor.openApplication();
  await expect(page.getByRole('main')).toContainText('実地研修');
});

test('a registration with mistakes says them all and keeps what was typed', async ({ page, scripts, guard }) => {
  guard.allow(/status of 422/);
  const doctor = new Doctor(page, scripts);
  await page.goto('/register');
  await page.getByLabel('氏名', { exact: true }).fill('見本 新太郎');
  await page.getByLabel('氏名（カナ）', { exact: true }).fill('見本新太郎');
  await page.getByLabel('生年月日', { exact: true }).fill('2024年1月1日');
  await page.getByRole('button', { name: '確認メールを送る' }).click();
  await expect(page.getByRole('alert').getByRole('link')).toHaveCount(6);
  await expect(page.getByLabel('氏名（カナ）', { exact: true })).toHaveValue('見本新太郎');
  await expect(page.getByLabel('氏名（カナ）', { exact: true })).toHaveAccessibleDescription(/カタカナまたはひらがな/);
  await doctor.look();
});

test('a member whom the roster does not have waits for the association, which decides', async ({ page, visitor, scripts }) => {
  const doctor = new Doctor(page, scripts);
  await register(page, 'member@example.jp', '会員');
  await openLink(page, 'member@example.jp');
  await choosePassword(page, '登録する');
  await doctor.heading('マイページ');
  await expect(page.getByText('利用者登録を、北区医師会が確認しています。')).toBeVisible();
  await expect(page.getByRole('main').getByRole('link', { name: /研修管理/ })).toHaveCount(0);

  const office = new Reviewer(await visitor(), scripts);
  await office.logIn('demo-office');
  await office.page.goto('/admin');
  await office.page.getByRole('link', { name: '利用者登録の確認' }).click();
  await office.heading('利用者登録の確認');
  await office.follow('見本 新太郎');
  await expect(office.page.getByText('会員とのことですが、名簿に見つかりません。')).toBeVisible();
  await office.look();
  await office.press('新しい医師として登録');
  await expect(office.page.getByText('確認を待っている登録はありません')).toBeVisible();

  await page.goto('/');
  await expect(page.getByRole('main').getByRole('link', { name: '研修管理（申請・単位確認等）' })).toBeVisible();
});

test('a forgotten password is chosen anew, and a used link says so', async ({ page, scripts, guard }) => {
  guard.allow(/status of 410/);
  const doctor = new Doctor(page, scripts);
  await page.goto('/login');
  await doctor.follow('パスワードを忘れた方');
  await doctor.heading('パスワードを忘れた方');
  await page.getByLabel('ログインIDまたはメールアドレス', { exact: true }).fill('demo-member');
  await doctor.press('メールを送る');
  await openLink(page, 'demo-member@example.jp');
  const used = page.url();
  await doctor.heading('新しいパスワード');
  await choosePassword(page, 'このパスワードにする');
  await expect(page.getByText('新しいパスワードに変わりました。')).toBeVisible();
  await logInAs(page, 'demo-member', NEW);
  await doctor.heading('マイページ');
  await page.goto(used);
  await doctor.heading('リンクが使えません');
});

test('a second factor is asked for once it is on', async ({ page, server, visitor, scripts, guard }) => {
  guard.allow(/status of 422/);
  const doctor = new Doctor(page, scripts);
  await doctor.logIn('demo-member');
  await page.getByRole('main').getByRole('link', { name: /^アカウント/ }).click();
  await doctor.heading('アカウント');
  await doctor.follow('二段階認証を設定する');
  await page.getByLabel('現在のパスワード', { exact: true }).fill(PASSWORD);
  await doctor.press('設定を始める');
  await expect(page.getByRole('img', { name: '認証アプリで読み取るQRコード' })).toBeVisible();
  await doctor.look();
  const secret = await page.locator('p.mono').innerText();
  // Of the period before, so that the present one is left for the next log-in: a code counts once.
  await page.getByLabel('コード', { exact: true }).fill(codeOf(secret, server.time - 30_000));
  await doctor.press('二段階認証を使う');
  await expect(page.getByText('二段階認証を使い始めました。')).toBeVisible();
  await expect(page.locator('li.mono')).toHaveCount(10);
  await doctor.look();

  const phone = new Doctor(await visitor(), scripts);
  await logInAs(phone.page, 'demo-member', PASSWORD);
  await phone.heading('二段階認証');
  await phone.page.getByLabel('コード', { exact: true }).fill('000000');
  await phone.press('ログイン');
  await expect(phone.page.getByLabel('コード', { exact: true })).toHaveAccessibleDescription(/コードが違うか/);
  await phone.page.goto('/training');
  await phone.heading('ログイン');
  await logInAs(phone.page, 'demo-member', PASSWORD);
  await phone.page.getByLabel('コード', { exact: true }).fill(codeOf(secret, server.time));
  await phone.press('ログイン');
  await phone.heading('マイページ');

  await page.goto('/account');
  await page.getByRole('button', { name: 'ほかの端末をすべてログアウトさせる' }).click();
  await expect(page.getByText('ログアウトさせました。')).toBeVisible();
  await phone.page.reload();
  await phone.heading('ログイン');
});

test('a helper prepares an application and the doctor sends it', async ({ page, visitor, scripts }) => {
  const doctor = new Doctor(page, scripts);
  await doctor.logIn('demo-member');
  await page.goto('/account');
  await doctor.follow('入力を手伝う人を決める');
  await doctor.heading('入力を手伝う人');
  await page.getByLabel('手伝う人のメールアドレス', { exact: true }).fill('clerk@example.jp');
  await doctor.press('依頼のメールを送る');
  await expect(page.getByText('依頼のメールを送りました。')).toBeVisible();

  const helper = new Doctor(await visitor(), scripts);
  await openLink(helper.page, 'clerk@example.jp');
  await choosePassword(helper.page, '登録する');
  await expect(helper.page.getByText('見本 太郎 先生の申請の入力を手伝っています。')).toBeVisible();
  await helper.openApplication();
  await helper.enterItems([{ item: ROTA, proofs: [png('当番表.png')] }]);
  await helper.press('申請する');
  await helper.heading('申請内容の確認');
  await expect(helper.page.getByText('申請は、先生ご本人が行います。')).toBeVisible();
  await expect(helper.applyButton).toHaveCount(0);

  await page.goto('/');
  await doctor.follow('続きを入力する');
  await doctor.send();
});

test('who leaves can no longer log in', async ({ page, scripts, guard }) => {
  guard.allow(/status of 4(09|22)/);
  const doctor = new Doctor(page, scripts);
  await doctor.logIn('demo-short');
  await page.goto('/account');
  await doctor.follow('登録を削除する');
  await doctor.heading('登録の削除');
  await page.getByLabel('現在のパスワード', { exact: true }).fill(PASSWORD);
  await doctor.press('登録を削除する');
  await expect(page.getByText('登録を削除しました。')).toBeVisible();
  await logInAs(page, 'demo-short', PASSWORD);
  await expect(page.getByText('ログインIDまたはパスワードが違います。')).toBeVisible();
});
