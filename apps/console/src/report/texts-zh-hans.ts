import type { ReportTexts } from './texts-en.ts'

export const reportTexts: ReportTexts = {
  name: '报告',
  schedule: '每天阿姆斯特丹时间 23:30 生成，发票在每月第一个工作日生成。每个文件的合计与账本一致。',
  file: '文件',
  total: '合计',
  rows: '行数',
  readyIn: (zone) => `生成时间（${zone}）`,
  checksum: 'SHA-256',
  download: (name) => `下载 ${name}`,
  downloadShort: '下载',
  from: '生成日期从',
  none: '暂无报告。首批报告将于今晚阿姆斯特丹时间 23:30 生成。',
  noMatch: '没有符合条件的报告。',
  kinds: { wx: 'WX 文件', transactions: '电子表格', financial: '财务报告', invoice: '发票', credit_note: '贷记通知单' },
}
