import type { CommandTexts } from './texts-en.ts'

export const commandTexts: CommandTexts = {
  palette: '快速前往',
  ask: '页面名称或编号',
  offers: '可选项',
  nothing: '没有匹配的名称。',
  keys: '键盘快捷键',
  filter: '跳到第一个筛选条件',
  export: '导出列表',
  goTo: (view) => `前往${view}`,
  singleKeys: '启用单键快捷键（Ctrl K 与 ⌘ K 始终有效）',
  close: '关闭',
  payment: (id) => `支付 ${id}`,
  refund: (id) => `退款 ${id}`,
  remittance: (id) => `打款 ${id}`,
  call: (id) => `API 日志中的请求 ${id}`,
  aBreak: (id) => `差异 ${id}`,
  searchFor: (text) => `搜索支付“${text}”`,
}
