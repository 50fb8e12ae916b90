import { pdf, png } from './files';
import { Doctor } from './steps';
import { expect, test } from './support';

const RULE = /Ⅱその他を選んだときの申請先は、都道府県医師会または日本医師会です/;

test('group Ⅱ is refused by a district and taken by the prefecture', async ({ page, guard, scripts }) => {
  guard.allow(/status of 4(09|22)/);
  const doctor = new Doctor(page, scripts);
  await doctor.logIn('demo-short');
  await doctor.openApplication();
  await expect(page.getByLabel('年度', { exact: true }).locator('option:checked')).toHaveText('2022年度');
  await doctor.press('検索');
  await doctor.expectUnits('1.5');

  await doctor.enterOther('シミュレーションラボで在宅人工呼吸器の管理を実習した（見本）。', [pdf('受講記録.pdf', 2)]);
  await doctor.expectTotal('座学 1.5 + 実地 5.0 = 合計 6.5 / 10.0', /あと3\.5単位/);
  await doctor.addLecture({ units: '3.5', codes: '12、73', proofs: [png('参加証.png')] });
  await doctor.expectTotal('座学 5.0 + 実地 5.0 = 合計 10.0 / 10.0');
  await doctor.expectNotReady(RULE);
  await doctor.expectRefusedWhenForced(RULE);

  await doctor.chooseDestination('東京都', '東京都医師会');
  // Without scripts the page learns of it when it is sent.
  if (!scripts) await doctor.press('下書き保存');
  await doctor.expectReady();
  const number = await doctor.send();
  await expect(await doctor.historyRow(number)).toContainText('東京都医師会');
});
