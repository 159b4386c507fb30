-- What became of the payments of each hour of the last weeks, so that today can be held against the same day of weeks before.
-- Days and hours are those of the books, Europe/Amsterdam; merchant 0 is all merchants together. Counted as payment_days are.

create table payment_hours (
  merchant_id bigint   not null,
  day         date     not null,
  hour        smallint not null,
  currency    text     not null,
  created     integer  not null,
  captured    integer  not null,
  primary key (merchant_id, day, hour, currency)
);
create index payment_hours_of_all on payment_hours (day);

grant select, insert, update, delete on payment_hours to silkgate_app;

-- What was counted before is counted once more, with its hours.
delete from payments_counted;
