-- What a remittance kept back, payment by payment: on hold, or for disputes under way. A payment that it lists is paid by it but
-- for that, which the next remittance has. Their sum is kept_back_minor.
create table remittance_kept (
  merchant_id   bigint not null,
  remittance_id text   not null,
  -- Empty: what older remittances kept back for disputes, which was not written down payment by payment.
  payment_id    text   not null,
  minor         bigint not null check (minor > 0),
  primary key (merchant_id, remittance_id, payment_id)
);

grant select, insert on remittance_kept to silkgate_app;

-- What older ones kept back: payments that were on hold then and not paid before.
insert into remittance_kept (merchant_id, remittance_id, payment_id, minor)
with held as (
  select distinct r.merchant_id, r.remittance_id, r.kept_back_minor, h.object_id as payment_id,
         (select sum(m.minor) from remittance_payments m join remittances e using (merchant_id, remittance_id)
           where m.merchant_id = r.merchant_id and m.payment_id = h.object_id and e.currency = r.currency
             and e.cutoff_position <= r.cutoff_position) as minor
    from remittances r join holds h on h.merchant_id = r.merchant_id and h.about = 'payment'
     and h.placed_at <= r.created_at and coalesce(h.released_at > r.created_at, true)
   where r.kept_back_minor > 0
     and not exists (
       select from remittance_payments m join remittances e using (merchant_id, remittance_id)
        where m.merchant_id = r.merchant_id and m.payment_id = h.object_id and m.kind = 'payment'
          and e.created_at < h.placed_at and e.status not in ('rejected', 'returned', 'cancelled'))),
counted as (
  select *, sum(minor) over (partition by merchant_id, remittance_id order by payment_id) - minor as before
    from held where minor > 0),
kept as (
  select merchant_id, remittance_id, payment_id, least(minor, kept_back_minor - before) as minor
    from counted where before < kept_back_minor)
select * from kept
union all
select r.merchant_id, r.remittance_id, '', r.kept_back_minor - coalesce(sum(k.minor), 0)
  from remittances r left join kept k using (merchant_id, remittance_id)
 group by r.merchant_id, r.remittance_id having r.kept_back_minor > coalesce(sum(k.minor), 0);
