import { Link } from '@tanstack/react-router'
import { texts } from '../ui/texts.ts'

const all = { exact: true, includeSearch: false }

/** What developers see; the merchant that was chosen stays. */
export const DeveloperTabs = ({ merchant }: { merchant: string | undefined }) => {
  const search = merchant === undefined ? {} : { merchant }
  return (
    <nav className="tabs" aria-label={texts.developers.name}>
      <Link to="/developers" search={search} activeOptions={all}>
        {texts.developers.webhooks}
      </Link>
      <Link to="/developers/keys" search={search} activeOptions={all}>
        {texts.developers.keys.name}
      </Link>
      <Link to="/developers/calls" search={search} activeOptions={all}>
        {texts.developers.calls.name}
      </Link>
      <Link to="/developers/errors" search={search} activeOptions={all}>
        {texts.developers.errors.name}
      </Link>
      <Link to="/developers/doctor" search={search} activeOptions={all}>
        {texts.developers.doctor.name}
      </Link>
    </nav>
  )
}
