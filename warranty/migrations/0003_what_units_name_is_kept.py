from django.db import migrations


# The other half of the three foreign keys: what a unit names cannot go, nor change the key it is named by.
KEPT = """
CREATE FUNCTION what_units_name_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE is_named boolean;
BEGIN
  EXECUTE format('SELECT EXISTS (SELECT FROM warranty_unit WHERE %I = $1)', TG_ARGV[0]) INTO is_named USING OLD.id;
  IF is_named THEN
    RAISE foreign_key_violation
      USING MESSAGE = format('units name this row of %s by %s', TG_TABLE_NAME, TG_ARGV[0]), TABLE = TG_TABLE_NAME;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER units_of_a_product AFTER DELETE OR UPDATE OF id ON warranty_product
  FOR EACH ROW EXECUTE FUNCTION what_units_name_is_kept('product_id');
CREATE TRIGGER units_of_a_distributor AFTER DELETE OR UPDATE OF id ON accounts_partner
  FOR EACH ROW EXECUTE FUNCTION what_units_name_is_kept('distributor_id');
CREATE TRIGGER units_of_a_reseller AFTER DELETE OR UPDATE OF id ON accounts_partner
  FOR EACH ROW EXECUTE FUNCTION what_units_name_is_kept('reseller_id');
"""
LET_GO = """
DROP TRIGGER units_of_a_product ON warranty_product;
DROP TRIGGER units_of_a_distributor ON accounts_partner;
DROP TRIGGER units_of_a_reseller ON accounts_partner;
DROP FUNCTION what_units_name_is_kept();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0001_initial'),
        ('warranty', '0002_terms_proofs_claims_verdicts'),
    ]

    operations = [migrations.RunSQL(KEPT, LET_GO)]
