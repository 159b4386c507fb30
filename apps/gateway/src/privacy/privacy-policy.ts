import type { Language } from '@silkgate/domain'

/**
 * What happens to a consumer's data here, short and true: what create passes on and what is kept. It is not the policy
 * of the shop, of the operator or of the wallet, and says so.
 */
export const privacyPolicies: Readonly<Record<Language, string>> = {
  en: `<p>When you pay with Alipay+, the shop gives us the order's number, its description, the amount, your customer number
at the shop, your country and what kind of device you use. We pass them on to Alipay+ so that you can pay with your wallet, and
keep them, with the wallet's brand and the outcome, to settle the payment with the shop. You give us no card or account number:
you pay in your wallet. What the shop, Alipay+ and your wallet do with your data stands in their own privacy policies.</p>`,
  nl: `<p>Als u met Alipay+ betaalt, krijgen wij van de winkel het bestelnummer, de omschrijving, het bedrag, uw klantnummer bij
de winkel, uw land en het soort apparaat dat u gebruikt. Wij geven die door aan Alipay+ zodat u met uw wallet kunt betalen, en
bewaren ze, met het merk van de wallet en de uitkomst, om de betaling met de winkel af te rekenen. U geeft ons geen kaart- of
rekeningnummer: u betaalt in uw wallet. Wat de winkel, Alipay+ en uw wallet met uw gegevens doen, staat in hun eigen
privacyverklaringen.</p>`,
  'zh-CN': `<p>您使用 Alipay+ 付款时，商店会向我们提供订单号、订单说明、金额、您在该商店的客户编号、您所在的国家或地区以及您使用的设备类型。
我们将这些信息转交给 Alipay+，以便您用电子钱包付款；我们会将其连同钱包品牌和付款结果一并保存，用于与商店结算。
您无需向我们提供银行卡号或账号：付款在您的钱包中完成。商店、Alipay+ 和您的钱包如何处理您的数据，请参阅其各自的隐私政策。</p>`,
  'zh-HK': `<p>您使用 Alipay+ 付款時，商店會向我們提供訂單編號、訂單說明、金額、您在該商店的客戶編號、您所在的國家或地區，以及您使用的裝置類型。
我們會將這些資料轉交 Alipay+，讓您以電子錢包付款；我們亦會連同錢包品牌及付款結果一併保存，用於與商店結算。
您毋須向我們提供銀行卡或帳戶號碼：付款在您的錢包內完成。商店、Alipay+ 及您的錢包如何處理您的資料，請參閱其各自的私隱政策。</p>`,
}
