/** The layout of the WX file, version 2.6, in its order. Source: test data of a public reader, and classes of a public plugin. */
export const wxLayout = {
  namespace: 'https://wx.v2_6.globalcollect.com',
  version: '01.02.26',
  /** The version as file names have it. */
  versionInName: '010226',
  cutoffTime: '23:30:00',
  header: [
    ...['AccountID', 'Filename', 'FilenameExtension', 'DateProduction', 'SerialNumber', 'PeriodFrom', 'PeriodTo'],
    ...['CutoffTime', 'Version'],
  ],
  totalAmount: ['MerchantID', 'CurrencyDue', 'TotalAmountCredited', 'TotalAmountDebited', 'TotalAmountDue'],
} as const

/** PaymentData of a record: only what has a value is written. */
export const wxPaymentData: readonly string[] = (
  'Recordcategory Recordtype PaymentReference InvoiceNumber AdditionalReference MerchantOrderID ' +
  'CurrencyDelivered AmountDelivered CurrencyLocal AmountLocal PaymentCountry PaymentStatus ' +
  'TransactionDateTime RejectionReasonId RejectionReasonDescription RejectedByIndicator DateCollect ' +
  'ErrorCodes ErrorMessages CardNumber ExpiryDate IssueNumber SourceID AuthorizationCode PaymentGroupId ' +
  'PaymentMethodId PaymentProductId IIN IssuerCountry PaymentProcessorID MID ReferenceOriginalPayment ' +
  'NumberOfInstallments AccountNumberDebtor CreditCardCompany UncleanIndicator PaymentCurrency ' +
  'PaymentAmount CreditedCurrency CreditedAmount DebitedCurrency DebitedAmount CurrencyDue AmountDue ' +
  'DateDue AuthorizationIndicator AuthorizationCodePayment OverOrUnderCurrencyLocal ' +
  'OverOrUnderAmountLocal DeductedCurrency DeductedAmount DeductionReasonID DeductionReasonDescription ' +
  'OriginalPaymentCurrency OriginalPaymentAmount OriginalPaymentID AquirerReferenceNumber ' +
  'OriginalOrderNumber OriginalCustomerID OriginalDateCollect ChargeBackType CaseID ChargebackNumber ' +
  'InstallmentNumber InstallmentType InstallmentPlan PlatformIdNo ProfileToken FraudResult FraudCode ' +
  'FraudStatus'
).split(' ')

/** CustomerData of a record. */
export const wxCustomerData: readonly string[] = (
  'Firstname Surname Street Zip City State CountryCode LanguageCode Email EmailTypeIndicator ' +
  'IPAddressCustomer BillingFirstname BillingSurname BillingStreet BillingZip BillingCity BillingState ' +
  'BillingCountryCode BillingEmail BillingEmailTypeIndicator'
).split(' ')

/** What is counted at the end, after NumberOfRecords. */
export const wxCounters: readonly string[] = (
  'NumberOfSentInvoices NumberOfRejectedInvoices NumberOfInvoicePayments ' +
  'NumberOfConvertedInvoicePayments NumberOfCorrectionsOnPayments NumberOfReversals ' +
  'NumberOfCorrectionsOnReversals NumberOfRejectedCardPayments NumberOfCardRefunds ' +
  'NumberOfCorrectedCardRefunds NumberOfCollectedCardOnline NumberOfCollectedCardOffline ' +
  'NumberOfCollectedCardRefunds NumberOfCollectedCardChargebacks NumberOfrejectedCardOnline ' +
  'NumberOfrejectedCardOffline NumberOfDirectDebitOrdersRejectedGlobalCollect ' +
  'NumberOfDirectDebitOrdersRejectedByBank NumberOfCollectedDirectDebitPayments ' +
  'NumberOfreversedDirectDebitPayments NumberOfWithdrawnChargebacks ' +
  'NumberOfCardPaymentsSentOnlineForSettlement NumberOfCardRefundsSentOnlineForSettlement ' +
  'NumberOfOnlineCapturedNonCardPayments NumberOfSuccessfulCreatedReversals ' +
  'NumberOfTimedOutTransactions NumberOfSuccessfulCreatedRefunds NumberOfdeclinedTransactions ' +
  'NumberOfFailedCapturesByWebcollect NumberOfCanceledTransactions'
).split(' ')

/** What we count, and under which name: records by their code, events by theirs; all other counters are 0. */
export const wxCounted: Readonly<Record<string, readonly string[]>> = {
  NumberOfInvoicePayments: ['+IP'],
  NumberOfCorrectionsOnPayments: ['-IP', 'correction'],
  NumberOfReversals: ['-RI'],
  NumberOfCorrectionsOnReversals: ['+RI'],
  NumberOfCorrectedCardRefunds: ['+RF'],
  NumberOfCardRefunds: ['-RF'],
  NumberOfOnlineCapturedNonCardPayments: ['XIP'],
  NumberOfSuccessfulCreatedReversals: ['XCB'],
  NumberOfSuccessfulCreatedRefunds: ['XRF'],
  NumberOfdeclinedTransactions: ['payment.rejected'],
  NumberOfCanceledTransactions: ['payment.cancelled'],
}
