-- Merchants for real: whether one may take payments and be paid, what is agreed with it, where its money goes, what is held,
-- and who changed what. Small tables beside merchants: reference tables where the schema is distributed.

alter table merchants
  add column status                text   not null default 'live' check (status in ('boarding', 'live', 'suspended', 'closed')),
  -- Beside its settlement currency: what is paid in one of these settles in it.
  add column further_currencies    text[] not null default '{}',
  -- The most that its payments of a day and of a month may come to, per currency, as `limits` is for one payment.
  add column day_limits            jsonb  not null default '{}',
  add column month_limits          jsonb  not null default '{}';

-- Who it is, as somebody has looked into it, and until when that holds.
create table merchant_kyb (
  merchant_id  bigint      primary key references merchants,
  status       text        not null check (status in ('submitted', 'approved', 'rejected')),
  -- Where the papers are: a text, or the name of a file.
  evidence     text        not null,
  submitted_by text        not null,
  submitted_at timestamptz not null,
  decided_by   text        check (decided_by <> submitted_by),
  decided_at   timestamptz,
  reason       text,
  -- The first day on which it must have been looked into again; null in the sandbox.
  review_on    date,
  constraint what_is_decided_was_decided_by_somebody check ((status = 'submitted') = (decided_by is null))
);

-- What is agreed from an instant on. Amounts are per currency, in its smallest unit.
alter table contracts
  add column rhythm               text    not null default 'daily' check (rhythm in ('daily', 'weekly', 'threshold')),
  add column thresholds           jsonb   not null default '{}',
  add column reserve_basis_points bigint  not null default 0 check (reserve_basis_points between 0 and 10000),
  add column reserve_days         integer not null default 0 check (reserve_days between 0 and 3650),
  add column allowed_negative     jsonb   not null default '{}',
  add column negative_policy      text    not null default 'carry_over' check (negative_policy in ('carry_over', 'hold'));

-- Prices that go before a contract's own: in a currency, by a wallet ('' is any), from a volume of the month before on.
create table contract_prices (
  merchant_id       bigint      not null,
  valid_from        timestamptz not null,
  currency          text        not null check (currency ~ '^[A-Z]{3}$'),
  wallet            text        not null default '',
  from_volume_minor bigint      not null default 0 check (from_volume_minor >= 0),
  fee_basis_points  bigint      not null check (fee_basis_points between 0 and 10000),
  fee_fixed_minor   bigint      not null check (fee_fixed_minor >= 0),
  primary key (merchant_id, valid_from, currency, wallet, from_volume_minor),
  foreign key (merchant_id, valid_from) references contracts
);

-- What a merchant captured in a month, by settlement currency, added up once after its end for those whose price depends on it.
-- From `applies_from` on it decides on prices: a little after it is written, so that no gateway decides without it.
create table merchant_volumes (
  merchant_id  bigint      not null references merchants,
  month        date        not null check (extract(day from month) = 1),
  currency     text        not null,
  minor        bigint      not null check (minor >= 0),
  applies_from timestamptz not null,
  primary key (merchant_id, month, currency)
);

-- Where a merchant's money goes: the youngest approved version whose cooling-off is over.
create table payout_accounts (
  merchant_id    bigint      not null references merchants,
  currency       text        not null check (currency ~ '^[A-Z]{3}$'),
  version        integer     not null check (version > 0),
  iban           text,
  account_number text,
  bic            text,
  holder         text        not null,
  -- {street, building, postcode, town, subdivision, country}
  address        jsonb       not null,
  -- What shows that it is the merchant's.
  proof          text        not null,
  added_by       text        not null,
  added_at       timestamptz not null,
  approved_by    text        check (approved_by <> added_by),
  approved_at    timestamptz,
  usable_from    timestamptz,
  primary key (merchant_id, currency, version),
  constraint an_iban_or_an_account_number check ((iban is null) <> (account_number is null)),
  constraint usable_once_approved check ((approved_by is null) = (approved_at is null) and (approved_by is null) = (usable_from is null))
);

-- Money that is not paid out until a second person says so.
create table holds (
  merchant_id bigint      not null,
  hold_id     uuid        not null,
  about       text        not null check (about in ('merchant', 'payment', 'remittance')),
  -- The merchant's, payment's or remittance's id.
  object_id   text        not null,
  reason      text        not null,
  placed_by   text        not null,
  placed_at   timestamptz not null,
  released_by text        check (released_by <> placed_by),
  released_at timestamptz,
  release_reason text,
  primary key (merchant_id, hold_id),
  constraint released_by_somebody check ((released_by is null) = (released_at is null))
);

create unique index holds_in_force on holds (merchant_id, about, object_id) where released_at is null;

-- Who changed what of a merchant, and when. Rows are added, never changed.
create table merchant_changes (
  merchant_id bigint      not null,
  number      integer     not null check (number > 0),
  at          timestamptz not null,
  made_by     text        not null,
  what        text        not null,
  before      jsonb,
  after       jsonb,
  primary key (merchant_id, number)
);

grant select on merchant_kyb, contract_prices, merchant_volumes, payout_accounts, holds, merchant_changes to silkgate_app;
grant insert on merchant_volumes to silkgate_app;
