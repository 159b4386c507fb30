-- Payments that ended in a way that few do, the newest first: a list of them need not read all the others. What becomes of most
-- payments, being captured and settled, still changes no column of an index.
create index payments_refused on payments (merchant_id, created_at, payment_id) where refused is not null;
create index payments_closed on payments (merchant_id, created_at, payment_id) where closed;
create index payments_refunded on payments (merchant_id, created_at, payment_id) where refunded_minor > 0;

-- What nobody has done: questions that a sign-in page asks, and mails that the program sends.
drop trigger note_change on sign_in_questions;
drop trigger note_change on mails;
