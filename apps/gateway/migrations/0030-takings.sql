-- What merchants with a limit of a month took in each of its days, so that a payment need not add up the whole month: written once,
-- an hour after the day's end, when whatever was not paid has ended.

create table merchant_takings (
  merchant_id bigint not null references merchants,
  currency    text   not null,
  day         date   not null,
  minor       bigint not null check (minor >= 0),
  primary key (merchant_id, currency, day)
);

grant select, insert on merchant_takings to silkgate_app;
