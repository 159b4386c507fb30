-- Documents of merchants for their disputes: what they are stands with the dispute, their content by itself and sealed.

alter table disputes add column files jsonb not null default '[]';

create table dispute_files (
  merchant_id bigint not null,
  file_id     text   not null,
  dispute_id  text   not null,
  sealed      bytea  not null,
  primary key (merchant_id, file_id)
);

-- It is encrypted, so it does not get smaller.
alter table dispute_files alter column sealed set storage external;

create index dispute_files_of_dispute on dispute_files (merchant_id, dispute_id);

grant select, insert on dispute_files to silkgate_app;
