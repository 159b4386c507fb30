import { Link } from '@tanstack/react-router'
import { texts } from '../ui/texts.ts'

/** Files, batches, statements, and what could not be read. */
export const SettlementTabs = () => {
  const anySearch = { includeSearch: false }
  return (
    <nav className="tabs" aria-label={texts.settlement.title}>
      <Link to="/settlement" activeOptions={{ exact: true, ...anySearch }}>
        {texts.settlement.files}
      </Link>
      <Link to="/settlement/batches" activeOptions={anySearch}>
        {texts.settlement.batches}
      </Link>
      <Link to="/settlement/statements" activeOptions={anySearch}>
        {texts.settlement.statements}
      </Link>
      <Link to="/settlement/quarantine" activeOptions={anySearch}>
        {texts.settlement.quarantine}
      </Link>
    </nav>
  )
}
