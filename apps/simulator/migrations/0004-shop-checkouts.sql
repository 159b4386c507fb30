-- Orders that are paid on the hosted checkout: their payment's id is known only once the customer has begun to pay.
alter table shop_orders add column hosted_checkout_id text;
