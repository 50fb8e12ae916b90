import { pdf, png } from './files';
import { Doctor, Reviewer, ROTA } from './steps';
import { expect, test } from './support';

test('an application is there, whole, when the power goes right after the receipt', async ({ page, server, visitor, scripts }) => {
  const doctor = new Doctor(page, scripts);
  await doctor.logIn('demo-member');
  await doctor.openApplication();
  await doctor.addLecture({ units: '1.5', codes: '12', title: '見本の研修会', proofs: [pdf('参加証.pdf', 2)] });
  await doctor.enterItems([{ item: ROTA, proofs: [png('当番表.png')] }]);
  const number = await doctor.send();
  await server.kill9();
  await server.run('verify');
  await server.restart();

  const again = new Doctor(await visitor(), scripts);
  await again.logIn('demo-member');
  const row = await again.historyRow(number);
  await expect(row).toContainText('申請済み（受付待ち）');
  await row.getByRole('link').first().click();
  expect(await again.receipt()).toBe(number);
  for (const name of ['参加証.pdf', '当番表.png']) {
    await expect(again.page.getByRole('main')).toContainText(name);
  }

  const reviewer = new Reviewer(await visitor(), scripts);
  await reviewer.logIn('demo-reviewer');
  await reviewer.openCase(number);
  await expect(reviewer.page.getByRole('main')).toContainText('座学 8.0 + 実地 5.0 = 合計 13.0 / 10.0');
  const pictures = reviewer.page.getByRole('figure').getByRole('img');
  await expect(pictures).toHaveCount(3);
  for (const picture of await pictures.all()) {
    await picture.scrollIntoViewIfNeeded();
    await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.complete && image.naturalWidth)).toBeGreaterThan(0);
  }
});

test('what was saved in a draft is there after the power went', { tag: '@scripts' }, async ({ page, server, scripts }) => {
  const doctor = new Doctor(page, scripts);
  await doctor.logIn('demo-member');
  await doctor.openApplication();
  await doctor.enterItems([{ item: ROTA, proofs: [png('当番表.png')] }]);
  await doctor.search('2024年度');
  await expect(page.getByText(/^保存しました/)).toBeVisible();
  await server.kill9();
  await server.restart();

  // The log-in holds as well: a restart throws nobody out.
  await doctor.openApplication();
  await doctor.expectUnits('4.5');
  await doctor.expectTotal('座学 4.5 + 実地 5.0 = 合計 9.5 / 10.0', /あと0\.5単位/);
});
