import { type Locator, type Page } from '@playwright/test';
import { type Upload } from './files';
import { expect, expectAccessible, login } from './support';

/** Items of Ⅰ, as the screen names them. */
export const ROTA = '平日夜間・休日の輪番業務';
export const ON_CALL = '在宅当番医';
/** The one item of Ⅱ. */
export const OTHER = '大学や医師会等のシミュレーションラボ・その他';

/** The association's programme. */
export const PROGRAMME = 'かかりつけ医機能報告制度にかかる研修';

/** What is typed on the screen of an added lecture; what is left out stays as the screen proposes it. */
export type Lecture = { units?: string; codes?: string; title?: string; acquiredOn?: string; proofs?: Upload[] };

/** Somebody in front of a browser, who has axe look at each page on the way. */
class Person {
  constructor(
    readonly page: Page,
    /** Whether pages run scripts. Without them axe cannot look, and what scripts do must go without. */
    readonly scripts = true,
  ) {}

  async logIn(user: string): Promise<void> {
    await login(this.page, user);
    await this.look();
  }

  /** Where a page was reached: axe finds nothing on it. */
  async look(): Promise<void> {
    if (this.scripts) await expectAccessible(this.page);
  }

  async heading(name: string | RegExp): Promise<void> {
    await expect(this.page.getByRole('heading', { level: 1, name, exact: true })).toBeVisible();
    await this.look();
  }

  async follow(name: string): Promise<void> {
    await this.page.getByRole('link', { name, exact: true }).click();
  }

  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }

  async press(name: string): Promise<void> {
    await this.button(name).click();
  }
}

/** A doctor on the way to an application. */
export class Doctor extends Person {
  /** By the way that the manual describes: マイページ, then the main menu, then the application. */
  async openApplication(): Promise<void> {
    await this.page.goto('/');
    await this.heading('マイページ');
    await this.page.getByRole('main').getByRole('link', { name: '研修管理（申請・単位確認等）', exact: true }).click();
    await this.heading('研修会（講習会）管理メインメニュー');
    await this.follow('認定（修了）申請');
    await this.onApplication();
  }

  async onApplication(): Promise<void> {
    await this.heading('認定（修了）申請');
  }

  async search(year: string): Promise<void> {
    await this.page.getByLabel('年度', { exact: true }).selectOption({ label: year });
    await this.press('検索');
  }

  async expectUnits(units: string): Promise<void> {
    await expect(this.page.getByLabel('単位', { exact: true })).toHaveValue(units);
  }

  /** The sums as they stand in the live region, and the sentence about what is missing. */
  async expectTotal(sums: string, missing?: RegExp): Promise<void> {
    const region = this.page.getByRole('status').filter({ hasText: '合計' });
    await expect(region).toContainText(sums);
    if (missing) await expect(region).toContainText(missing);
  }

  get applyButton(): Locator {
    return this.button('申請する');
  }

  async expectReady(): Promise<void> {
    await expect(this.applyButton).not.toHaveAttribute('aria-disabled', 'true');
  }

  /** The button stays in reach but cannot be used, and what is beside it tells why. */
  async expectNotReady(why: RegExp): Promise<void> {
    await expect(this.applyButton).toHaveAttribute('aria-disabled', 'true');
    await expect(this.applyButton).toHaveAccessibleDescription(why);
  }

  /** Whoever opens the page of the last step by its address and sends all the same is refused there. */
  async expectRefusedWhenForced(why: RegExp): Promise<void> {
    const application = this.page.url();
    await this.page.goto(`${new URL(application).pathname}/check`);
    await expect(this.page.getByRole('main')).toContainText(why);
    if (await this.applyButton.isVisible()) {
      await this.applyButton.click({ force: true });
      await expect(this.page.getByRole('main')).toContainText(why);
    }
    await expect(this.page.getByText('受付番号')).toHaveCount(0);
    await this.page.goto('/history');
    await expect(this.page.getByRole('row').filter({ hasText: PROGRAMME })).toContainText('下書き');
    await this.page.goto(new URL(application).pathname);
    await this.onApplication();
  }

  async chooseDestination(prefecture: string, association: string): Promise<void> {
    await this.page.getByLabel('都道府県', { exact: true }).selectOption({ label: prefecture });
    if (!this.scripts) await this.button('この都道府県の医師会を表示').click();
    await this.page.getByLabel('申請先医師会', { exact: true }).selectOption({ label: association });
  }

  /** 実地研修実績入力 with items of Ⅰ, each with its proofs. */
  async enterItems(items: { item: string; proofs: Upload[] }[], licence: Upload[] = []): Promise<void> {
    await this.openPractical();
    await this.page.getByRole('radio', { name: 'Ⅰ都道府県・郡市区医師会が認めた研修等', exact: true }).check();
    for (const { item, proofs } of items) {
      await this.page.getByRole('checkbox', { name: item, exact: true }).check();
      if (proofs.length > 0) await this.proofOf(item).setInputFiles(proofs);
    }
    if (licence.length > 0) await this.licenceInput.setInputFiles(licence);
    await this.register();
  }

  /** 実地研修実績入力 with Ⅱ. */
  async enterOther(description: string, proofs: Upload[]): Promise<void> {
    await this.openPractical();
    await this.page.getByRole('radio', { name: 'Ⅱその他', exact: true }).check();
    await this.page.getByLabel('実地研修の内容', { exact: true }).fill(description);
    await this.proofOf(OTHER).setInputFiles(proofs);
    await this.register();
  }

  get licenceInput(): Locator {
    return this.page.getByLabel('医師免許証または医師資格証', { exact: true });
  }

  proofOf(item: string): Locator {
    return this.page.getByLabel(`証明書（${item}）`, { exact: true });
  }

  async openPractical(): Promise<void> {
    await this.press('実地研修実績入力');
    await this.heading('実地研修実績入力');
  }

  /** 登録 waits for uploads that are still under way and goes back to the application. */
  async register(): Promise<void> {
    await this.press('登録');
    await this.onApplication();
  }

  async addLecture(lecture: Lecture): Promise<void> {
    await this.openLecture();
    await this.fillLecture(lecture);
    await this.press('追加');
    await this.onApplication();
  }

  async openLecture(): Promise<void> {
    await this.press('座学研修（生涯教育制度）単位等追加');
    await this.heading('座学研修（生涯教育制度）単位等追加入力');
  }

  get units(): Locator {
    return this.page.getByLabel('単位数', { exact: true });
  }

  get codes(): Locator {
    return this.page.getByLabel('カリキュラムコード', { exact: true });
  }

  get title(): Locator {
    return this.page.getByLabel('名称（任意）', { exact: true });
  }

  get acquiredOn(): Locator {
    return this.page.getByLabel('取得日', { exact: true });
  }

  get proofInput(): Locator {
    return this.page.getByLabel('証明書', { exact: true });
  }

  async fillLecture({ units, codes, title, acquiredOn, proofs }: Lecture): Promise<void> {
    if (units !== undefined) await this.units.fill(units);
    if (codes !== undefined) await this.codes.fill(codes);
    if (title !== undefined) await this.title.fill(title);
    if (acquiredOn !== undefined) await this.acquiredOn.fill(acquiredOn);
    if (proofs !== undefined) await this.proofInput.setInputFiles(proofs);
  }

  /** From the application screen over the check page to the receipt; gives back 受付番号. */
  async send(): Promise<string> {
    await this.expectReady();
    await this.press('申請する');
    await this.heading('申請内容の確認');
    await this.press('申請する');
    return this.receipt();
  }

  /** 受付番号, as it stands on the page after sending. */
  async receipt(status = '申請済み（受付待ち）'): Promise<string> {
    const main = this.page.getByRole('main');
    await expect(main.getByText(status).first()).toBeVisible();
    await expect(main).toContainText('受付番号');
    await this.look();
    const number = /R\d{4}-\d{6}/.exec(await main.innerText())?.[0];
    if (!number) throw new Error('the receipt shows no 受付番号');
    return number;
  }

  /** The row of an application in the history, looked up there. */
  async historyRow(receiptNumber: string): Promise<Locator> {
    await this.page.goto('/training');
    await this.follow('認定（修了）申請履歴 認定証・修了証ダウンロード');
    await this.heading('認定（修了）申請履歴/認定証・修了証ダウンロード');
    await this.page.getByLabel('制度種別', { exact: true }).selectOption({ label: PROGRAMME });
    await this.press('検索');
    return this.page.getByRole('row').filter({ hasText: receiptNumber });
  }
}

/** A clerk of an association. */
export class Reviewer extends Person {
  async openCase(receiptNumber: string): Promise<void> {
    await this.page.goto('/review');
    await this.heading('審査');
    await this.follow(receiptNumber);
    await expect(this.page.getByRole('main')).toContainText(`受付番号 ${receiptNumber}`);
    await this.look();
  }

  /** 承認, 差戻し or 不承認: the page asks once more, with whatever there is to write. */
  async choose(word: '承認' | '差戻し' | '不承認'): Promise<void> {
    await this.page.getByRole('link', { name: word, exact: true }).or(this.button(word)).click();
    await expect(this.button(word)).toBeVisible();
    await this.look();
  }

  get reason(): Locator {
    return this.page.getByLabel('理由', { exact: true });
  }
}
