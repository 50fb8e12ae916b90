import { png } from './files';
import { Doctor, ON_CALL, ROTA } from './steps';
import { expect, test } from './support';

const LICENCE = /医師免許証または医師資格証の画像を添付してください/;

test('a non-member chooses an association and shows the licence', async ({ page, guard, scripts }) => {
  guard.allow(/status of 4(09|22)/);
  const doctor = new Doctor(page, scripts);
  await doctor.logIn('demo-guest');
  await doctor.openApplication();
  await doctor.press('検索');
  await doctor.expectUnits('4.5');
  await doctor.expectNotReady(/申請先医師会を選択してください/);
  await doctor.chooseDestination('東京都', '北区医師会');

  await doctor.enterItems([{ item: ROTA, proofs: [png('当番表.png')] }]);
  await expect(page.getByLabel('申請先医師会', { exact: true }).locator('option:checked')).toHaveText('北区医師会');
  await doctor.expectTotal('座学 4.5 + 実地 5.0 = 合計 9.5 / 10.0', /あと0\.5単位/);
  await doctor.expectNotReady(/あと0\.5単位/);

  await doctor.enterItems([{ item: ON_CALL, proofs: [png('委嘱状.png', 0x80)] }]);
  await doctor.expectTotal('座学 4.5 + 実地 10.0 = 合計 14.5 / 10.0');
  await doctor.expectNotReady(LICENCE);
  await doctor.expectRefusedWhenForced(LICENCE);

  await doctor.enterItems([], [png('医師免許証.png', 0xa0)]);
  await doctor.expectTotal('座学 4.5 + 実地 10.0 = 合計 14.5 / 10.0');
  const number = await doctor.send();
  await expect(await doctor.historyRow(number)).toContainText('申請済み（受付待ち）');
});
