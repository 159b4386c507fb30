import { mostDisputeFileBytes } from '@silkgate/domain'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { me } from '../session/me.ts'
import { Answered } from '../ui/answered.tsx'
import { download } from '../ui/api.ts'
import { Deed } from '../ui/deed.tsx'
import { amountText } from '../ui/format.ts'
import { Fact, Figure, Heading, Time } from '../ui/parts.tsx'
import { texts } from '../ui/texts.ts'
import { answerDispute, type Dispute as DisputeRow, handIn, oneDispute } from './api.ts'
import { DisputeBadge } from './dispute-badge.tsx'

const HandIn = ({ disputeId }: { disputeId: string }) => {
  const [file, choose] = useState<File>()
  const isTooLarge = file !== undefined && file.size > mostDisputeFileBytes
  return (
    <Deed
      name={texts.disputes.addFile}
      confirm={texts.disputes.keepFile}
      run={async (_fields, key) => {
        if (file === undefined || isTooLarge) throw new Error(texts.disputes.fileHint)
        await handIn(disputeId, file, key)
      }}
    >
      <label>
        {texts.disputes.file}
        <span className="muted">{texts.disputes.fileHint}</span>
        <input
          type="file"
          required
          accept=".pdf,.jpg,.jpeg,.png,.tif,.tiff"
          onChange={({ target }) => choose(target.files?.[0])}
        />
        {isTooLarge && <span className="wrong">{texts.disputes.tooLarge}</span>}
      </label>
    </Deed>
  )
}

/** What can be answered to an open dispute: the payment stands, with what speaks for it; or the money is given up. */
const Answer = ({ of: { disputeId, amount, files, kind } }: { of: DisputeRow }) => (
  <section aria-labelledby="answer">
    <h2 id="answer">{texts.disputes.answerIt}</h2>
    <div className="row">
      <HandIn disputeId={disputeId} />
      <Deed
        name={texts.disputes.defend}
        confirm={texts.disputes.defendNow}
        run={(_fields, key) => answerDispute(disputeId, 'defended', key)}
      >
        <p>{texts.disputes.defendSays(files.length)}</p>
      </Deed>
      <Deed
        name={kind === 'escalation' ? texts.disputes.accept(amountText(amount)) : texts.disputes.giveIn}
        confirm={kind === 'escalation' ? texts.disputes.acceptNow(amountText(amount)) : texts.disputes.giveInNow}
        isDanger
        run={(_fields, key) => answerDispute(disputeId, 'accepted', key)}
      >
        <p>{kind === 'escalation' ? texts.disputes.acceptSays(amountText(amount)) : texts.disputes.giveInSays}</p>
      </Deed>
    </div>
  </section>
)

/** Evidence says who the shopper is: it is opened by whoever may see that. */
const Files = ({ of: { disputeId, files }, mayOpen }: { of: DisputeRow; mayOpen: boolean }) => (
  <section aria-labelledby="files">
    <h2 id="files">{texts.disputes.files}</h2>
    {files.length === 0 && <p className="muted">{texts.disputes.noFiles}</p>}
    <ul className="plain">
      {files.map(({ fileId, fileName, size }) => (
        <li key={fileId}>
          {mayOpen ? (
            <button
              type="button"
              className="link"
              onClick={() => void download(`/disputes/${disputeId}/files/${fileId}`, fileName)}
            >
              {fileName}
            </button>
          ) : (
            fileName
          )}{' '}
          <span className="muted">{texts.disputes.kilobytes(Math.ceil(size / 1000))}</span>
        </li>
      ))}
    </ul>
  </section>
)

/** One dispute: what the shopper wants, until when it can be answered, and what speaks for the merchant. */
export const Dispute = () => {
  const { disputeId } = useParams({ from: '/in/disputes/$disputeId' })
  const asked = useQuery(oneDispute(disputeId))
  const { data: who } = useQuery(me)
  const title = asked.data === undefined ? texts.disputes.name : texts.disputes.kinds[asked.data.kind]
  return (
    <>
      <Heading title={title}>{title}</Heading>
      <Answered of={asked} absent="INVALID_DISPUTE_ID">
        {(dispute) => (
          <div className="detail">
            <div>
              <p className="row">
                <span className="amount">
                  <Figure amount={dispute.amount} />
                </span>
                <DisputeBadge of={dispute} />
              </p>
              <p className="lead">{texts.disputes.says[dispute.kind]}</p>
              {dispute.wentBack !== undefined && dispute.wentBack.minor !== '0' && (
                <p className="warning">{texts.disputes.twice(amountText(dispute.wentBack))}</p>
              )}
              {dispute.position === 'open' && who?.may.includes('disputes.answer') && <Answer of={dispute} />}
              <Files of={dispute} mayOpen={who?.may.includes('personal.read') === true} />
            </div>
            <dl className="facts" aria-label={texts.facts}>
              <Fact name={texts.disputes.payment}>
                <Link to="/payments/$paymentId" params={{ paymentId: dispute.paymentId }} className="mono">
                  {dispute.paymentId}
                </Link>
              </Fact>
              <Fact name={texts.disputes.reason}>{dispute.reason}</Fact>
              <Fact name={texts.disputes.openedAt}>
                <Time at={dispute.openedAt} seconds />
              </Fact>
              <Fact name={texts.disputes.answerBy}>
                <Time at={dispute.answerBy} seconds />
              </Fact>
              <Fact name={texts.disputes.answered}>{dispute.answer && texts.disputes.answers[dispute.answer]}</Fact>
              <Fact name={texts.disputes.taken}>{dispute.taken.minor !== '0' && amountText(dispute.taken)}</Fact>
              <Fact name={texts.alipayPlusId}>
                <span className="mono">{dispute.alipayPlusDisputeId}</span>
              </Fact>
              <Fact name={texts.status}>{dispute.status}</Fact>
            </dl>
          </div>
        )}
      </Answered>
    </>
  )
}
