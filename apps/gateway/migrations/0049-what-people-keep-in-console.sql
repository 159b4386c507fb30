-- People write notes and keep views: the audit trail has what changes of them.

select keep_changes_of('payment_notes');
select keep_changes_of('console_views');
