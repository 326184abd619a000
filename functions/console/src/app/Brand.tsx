import { Text } from "@mantine/core";
import purser from "./purser.svg";
import classes from "./Brand.module.css";

export function Brand() {
  return (
    <span className={classes.brand}>
      <img src={purser} alt="" width={26} height={26} />
      <Text span fw={700} className={classes.name}>
        Purser
      </Text>
    </span>
  );
}
