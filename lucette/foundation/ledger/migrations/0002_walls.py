"""The ledger's walls: closed history; balances moved by PostgreSQL alone; one book per posting; no event without posting."""
from django.db import migrations

from lucette.kernel import walls

SAME_BOOK = """
ALTER TABLE ledger_account ADD CONSTRAINT account_of_its_book UNIQUE (book_id, id);
ALTER TABLE ledger_posting
  ADD CONSTRAINT posting_debit_in_its_book FOREIGN KEY (book_id, debit_id) REFERENCES ledger_account (book_id, id),
  ADD CONSTRAINT posting_credit_in_its_book FOREIGN KEY (book_id, credit_id) REFERENCES ledger_account (book_id, id);
"""

FUNCTIONS = """
CREATE FUNCTION ledger_open_balances() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  INSERT INTO public.ledger_balance (account_id, amount, floored) SELECT id, 0, floored FROM added;
  RETURN NULL;
END $$;

-- once per INSERT of postings: lock the balances in account order, refuse what would pass under zero, move them
CREATE FUNCTION ledger_move_balances() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE short record;
BEGIN
  IF EXISTS (SELECT 1 FROM added JOIN public.ledger_event e ON e.id = added.event_id
             WHERE e.written_in <> pg_current_xact_id()::text::bigint) THEN
    RAISE EXCEPTION 'an event is written whole, in one transaction' USING ERRCODE = 'restrict_violation';
  END IF;
  PERFORM 1 FROM public.ledger_balance WHERE account_id IN (SELECT debit_id FROM added UNION SELECT credit_id FROM added)
    ORDER BY account_id FOR NO KEY UPDATE;
  SELECT b.account_id, b.amount AS had, -m.moved AS needed INTO short
    FROM ledger_moves(ARRAY(SELECT debit_id FROM added ORDER BY id), ARRAY(SELECT credit_id FROM added ORDER BY id),
                      ARRAY(SELECT amount FROM added ORDER BY id)) m
    JOIN public.ledger_balance b USING (account_id) WHERE b.floored AND b.amount + m.moved < 0 ORDER BY b.account_id LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'account % would pass under zero', short.account_id USING ERRCODE = 'check_violation',
      CONSTRAINT = 'balance_never_below_zero', DETAIL = format('%s %s %s', short.account_id, short.had, short.needed);
  END IF;
  UPDATE public.ledger_balance b SET amount = b.amount + m.moved
    FROM ledger_moves(ARRAY(SELECT debit_id FROM added ORDER BY id), ARRAY(SELECT credit_id FROM added ORDER BY id),
                      ARRAY(SELECT amount FROM added ORDER BY id)) m
    WHERE b.account_id = m.account_id;
  RETURN NULL;
END $$;

-- net movement of each account, on its normal side
CREATE FUNCTION ledger_moves(debits bigint[], credits bigint[], amounts bigint[])
RETURNS TABLE (account_id bigint, moved bigint) LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT s.account_id, sum(CASE WHEN s.side = a.normal THEN s.amount ELSE -s.amount END)::bigint
    FROM (SELECT p.debit AS account_id, 'debit' AS side, p.amount FROM unnest(debits, credits, amounts) p(debit, credit, amount)
          UNION ALL
          SELECT p.credit, 'credit', p.amount FROM unnest(debits, credits, amounts) p(debit, credit, amount)) s
    JOIN public.ledger_account a ON a.id = s.account_id GROUP BY s.account_id
$$;

CREATE FUNCTION ledger_event_has_postings() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM public.ledger_posting WHERE event_id = NEW.id) THEN
    RAISE EXCEPTION 'event % has no posting', NEW.id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;

-- the last posting below which nothing is in flight any more: wait for the writers, read, let go at once
-- (leaving the inner block undoes it and its lock; the variable stays)
CREATE FUNCTION ledger_horizon() RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
SET lock_timeout = '3s' AS $$
DECLARE last_id bigint;
BEGIN
  BEGIN
    LOCK TABLE public.ledger_posting IN SHARE MODE;
    SELECT max(id) INTO last_id FROM public.ledger_posting;
    RAISE EXCEPTION USING ERRCODE = 'LUC01';
  EXCEPTION
    WHEN SQLSTATE 'LUC01' THEN RETURN coalesce(last_id, 0);
    WHEN lock_not_available THEN RETURN 0;
  END;
END $$;
"""

TRIGGERS = """
CREATE TRIGGER open_balances AFTER INSERT ON ledger_account REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION ledger_open_balances();
CREATE TRIGGER move_balances AFTER INSERT ON ledger_posting REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION ledger_move_balances();
CREATE CONSTRAINT TRIGGER has_postings AFTER INSERT ON ledger_event DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION ledger_event_has_postings();
ALTER TABLE ledger_account ENABLE ALWAYS TRIGGER open_balances;
ALTER TABLE ledger_posting ENABLE ALWAYS TRIGGER move_balances;
ALTER TABLE ledger_event ENABLE ALWAYS TRIGGER has_postings;
CREATE TRIGGER never_changed BEFORE UPDATE OF book_id, code, normal, floored OR DELETE OR TRUNCATE ON ledger_account
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE ledger_account ENABLE ALWAYS TRIGGER never_changed;
"""

# a trigger function that runs as the owner must not be hung on a table of one's own; functions come with grants by default
PRIVATE = ["ledger_open_balances", "ledger_move_balances", "ledger_event_has_postings"]


def closed_to_the_house() -> migrations.RunSQL:
    """The run-time roles read balances, accounts and books, open accounts, and change none of them."""
    text = "".join(f"REVOKE EXECUTE ON FUNCTION {name}() FROM PUBLIC;\n" for name in PRIVATE)
    for role in walls.roles():
        text += "".join(f'REVOKE EXECUTE ON FUNCTION {name}() FROM "{role}";\n' for name in PRIVATE)
        text += f'''
        REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON ledger_balance FROM "{role}";
        REVOKE UPDATE, DELETE, TRUNCATE ON ledger_account, ledger_book, ledger_heading FROM "{role}";
        '''
    return migrations.RunSQL(text, migrations.RunSQL.noop)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial"), ("journal", "0001_walls")]
    operations = [
        *(migrations.RunSQL(text, migrations.RunSQL.noop) for text in (SAME_BOOK, FUNCTIONS, TRIGGERS)),
        *(walls.closed_history(table) for table in ("ledger_event", "ledger_posting", "ledger_seal")),
        closed_to_the_house(),
    ]
