import { Link } from '@tanstack/react-router'
import { Heading } from './ui/parts.tsx'
import { texts } from './ui/texts.ts'

/** An address that leads to no view. */
export const NotFound = () => (
  <>
    <Heading title={texts.notFoundTitle}>{texts.notFoundTitle}</Heading>
    <p className="lead">{texts.notFound}</p>
    <p>
      <Link to="/">{texts.overview}</Link>
    </p>
  </>
)
