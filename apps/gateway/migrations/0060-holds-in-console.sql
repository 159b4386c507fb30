-- Holds are placed and released in the console too. Whoever changes a merchant holds its row meanwhile, which needs a column that
-- may be changed: the status, which the console changes as well.

grant insert on holds, merchant_changes to silkgate_app;
grant update (released_by, released_at, release_reason) on holds to silkgate_app;
grant update (status) on merchants to silkgate_app;
