-- A better file of a settlement batch may take a clearing batch out of it, while its money has not come.
grant delete on settlement_batch_parts to silkgate_app;
