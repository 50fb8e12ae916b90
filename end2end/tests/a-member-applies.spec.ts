import { png } from './files';
import { Doctor, ROTA } from './steps';
import { expect, test } from './support';

test('a member applies with registered units and one practical item', async ({ page, scripts }) => {
  const doctor = new Doctor(page, scripts);
  await doctor.logIn('demo-member');
  await doctor.openApplication();

  await expect(page.getByLabel('年度', { exact: true }).locator('option:checked')).toHaveText('2023年度');
  await expect(page.getByLabel('申請先医師会', { exact: true }).locator('option:checked')).toHaveText('北区医師会');
  await doctor.press('検索');
  await doctor.expectUnits('6.5');
  await doctor.expectTotal('座学 6.5 + 実地 0.0 = 合計 6.5 / 10.0', /あと3\.5単位/);
  await doctor.expectNotReady(/実地研修の実績を入力してください/);

  await doctor.enterItems([{ item: ROTA, proofs: [png('当番表.png')] }]);
  await doctor.expectTotal('座学 6.5 + 実地 5.0 = 合計 11.5 / 10.0');
  await doctor.expectReady();

  await doctor.search('2025年度');
  await doctor.expectUnits('1.0');
  await doctor.expectTotal('座学 1.0 + 実地 5.0 = 合計 6.0 / 10.0', /あと4\.0単位/);
  await doctor.expectNotReady(/あと4\.0単位/);
  await doctor.look();

  await doctor.search('2023年度');
  await doctor.expectTotal('座学 6.5 + 実地 5.0 = 合計 11.5 / 10.0');
  const number = await doctor.send();

  const row = await doctor.historyRow(number);
  await expect(row).toContainText('申請済み（受付待ち）');
  await expect(row).toContainText('北区医師会');
});

test('a clean case takes six inputs', { tag: '@scripts' }, async ({ page }) => {
  // Each press of a button or link, and each field that is filled, once.
  await page.addInitScript(() => {
    const note = (what: string) => {
      const seen = new Set<string>(JSON.parse(sessionStorage.getItem('inputs') ?? '[]'));
      sessionStorage.setItem('inputs', JSON.stringify([...seen.add(`${location.pathname} ${what}`)]));
    };
    document.addEventListener('click', ({ target }) => {
      const pressed = (target as Element).closest('button, a, summary');
      if (pressed) note(`press ${pressed.textContent}`);
    }, true);
    document.addEventListener('change', ({ target }) => {
      const field = target as HTMLInputElement;
      note(`fill ${field.name} ${field.type === 'checkbox' || field.type === 'radio' ? field.value : ''}`);
    }, true);
  });
  const doctor = new Doctor(page);
  await doctor.logIn('demo-member');
  await doctor.openApplication();
  await page.evaluate(() => sessionStorage.removeItem('inputs'));

  // Years, units and association are there: what remains is what was done, its proof, and the sending.
  await doctor.expectTotal('座学 6.5 + 実地 0.0 = 合計 6.5 / 10.0');
  await doctor.openPractical();
  await page.getByRole('checkbox', { name: ROTA, exact: true }).check();
  await doctor.proofOf(ROTA).setInputFiles([png('当番表.png')]);
  await doctor.register();
  await doctor.send();
  const inputs = await page.evaluate(() => JSON.parse(sessionStorage.getItem('inputs') ?? '[]') as string[]);
  expect(inputs.length, inputs.join('\n')).toBe(6);
});

test('an application that falls short is refused by the server too', async ({ page, guard, scripts }) => {
  guard.allow(/status of 4(09|22)/);
  const doctor = new Doctor(page, scripts);
  await doctor.logIn('demo-member');
  await doctor.openApplication();
  await doctor.search('2025年度');
  await doctor.enterItems([{ item: ROTA, proofs: [png('当番表.png')] }]);
  await doctor.expectTotal('座学 1.0 + 実地 5.0 = 合計 6.0 / 10.0', /あと4\.0単位/);
  await doctor.expectRefusedWhenForced(/あと4\.0単位/);
});

test('e-learning units count from the day after', async ({ page, server, visitor, scripts }) => {
  const doctor = new Doctor(page, scripts);
  await doctor.logIn('demo-member');
  await doctor.openApplication();
  await doctor.press('検索');
  await doctor.expectUnits('6.5');

  await server.restart({ now: '2026-01-21T03:00:00Z' });
  const nextDay = new Doctor(await visitor(), scripts);
  await nextDay.logIn('demo-member');
  await nextDay.openApplication();
  await nextDay.press('検索');
  await nextDay.expectUnits('7.5');
  await nextDay.expectTotal('座学 7.5 + 実地 0.0 = 合計 7.5 / 10.0');
});
